"""The experiment of `relufit paper` in NumPy: the same problems in law, the same algorithm, precision and stopping rule.

    paper.py [--trials 100] [--d 1000] [--sparsity 20] [--n 625] [--tolerance 1e-12] [--processes 1]

Each trial draws X (n×d) and unit weights w* with s nonzeros, and fits the ReLU's observations on n rows and linear ones on
n and on n/2 rows of the same X, in f64. Prints, as JSON, what `relufit paper` has in its result: how many fits of each
method recover w* to 1e-10, and the median number of iterations to 1e-6. With --processes, trials are shared out
among processes; OPENBLAS_NUM_THREADS says how many threads each product takes.
"""

import argparse
import json
from functools import partial
from multiprocessing import Pool

import numpy as np


def relu_gradient(X, y, w):
    z = X @ w
    return (((np.maximum(z, 0) - y) * (1 + np.sign(z))) @ X) / len(y)


def linear_gradient(X, y, w):
    return ((2 * (X @ w - y)) @ X) / len(y)


# For each observation the gradient, the first step and the later ones.
RELU = (relu_gradient, 2.0, 1.0)
LINEAR = (linear_gradient, 0.5, 0.5)


def fit(X, y, observation, planted, sparsity, tolerance, max_iterations=200):
    """Projected gradient descent from 0; the errors ‖w_t − w*‖ of all iterates."""
    gradient, first, later = observation
    # Steps are in units of the mean square of X, as the stopping rule is.
    mean_square = np.vdot(X, X) / X.size
    w = np.zeros(X.shape[1])
    norm = 0.0
    error = [np.linalg.norm(planted)]
    for t in range(max_iterations):
        mu = (first if t == 0 else later)
        v = w - mu * gradient(X, y, w)
        keep = np.argpartition(np.abs(v), -sparsity)[-sparsity:]
        new = np.zeros_like(w)
        new[keep] = v[keep]
        new_norm = np.linalg.norm(new)
        scale = min(1.0, mu * mean_square) * max(norm, new_norm)
        if np.linalg.norm(new - w) <= tolerance * scale:
            break
        w, norm = new, new_norm
        error.append(np.linalg.norm(w - planted))
    return error


def trial(seed, n, d, sparsity, tolerance):
    generator = np.random.default_rng([1, seed])
    X = generator.standard_normal((n, d))
    planted = np.zeros(d)
    support = generator.choice(d, sparsity, replace=False)
    planted[support] = generator.standard_normal(sparsity)
    planted /= np.linalg.norm(planted)
    linear = X @ planted
    half = n // 2
    return [
        fit(X, np.maximum(linear, 0), RELU, planted, sparsity, tolerance),
        fit(X, linear, LINEAR, planted, sparsity, tolerance),
        fit(X[:half], linear[:half], LINEAR, planted, sparsity, tolerance),
    ]


def summary(name, errors):
    reached = [next((t for t, e in enumerate(error) if e <= 1e-6), None) for error in errors]
    reached = [t for t in reached if t is not None]
    return {
        "name": name,
        "trials": len(errors),
        "recoveredTo1e10": sum(bool(error[-1] <= 1e-10) for error in errors),
        "medianIterationsTo1e6": float(np.median(reached)) if reached else None,
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--trials", type=int, default=100)
    parser.add_argument("--d", type=int, default=1000)
    parser.add_argument("--sparsity", type=int, default=20)
    parser.add_argument("--n", type=int, default=625)
    parser.add_argument("--tolerance", type=float, default=1e-12)
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    one = partial(
        trial,
        n=options.n,
        d=options.d,
        sparsity=options.sparsity,
        tolerance=options.tolerance,
    )
    if options.processes > 1:
        with Pool(options.processes) as pool:
            trials = pool.map(one, range(options.trials))
    else:
        trials = [one(k) for k in range(options.trials)]
    names = ["relu", "linear", "linear-half"]
    print(json.dumps([summary(name, errors) for name, errors in zip(names, zip(*trials))]))


if __name__ == "__main__":
    main()
