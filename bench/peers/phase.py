"""The diagram of `relufit phase` in NumPy: the same problems in law, the same algorithm, steps, precision and stopping rule.

    phase.py [--d 100] [--n 10:200:10] [--sparsity 1:20:1] [--trials 50] [--max-iterations 200] [--processes 1]

Each trial draws X (n×d) and unit weights w* with s nonzeros, and fits y = max(0, Xw*) by the paper's projected gradient
descent, in f64; it succeeds where ‖w − w*‖ ≤ 1e-4. Prints the number of successes of each cell as JSON, s by s. With
--processes, cells are shared out among processes; OPENBLAS_NUM_THREADS says how many threads each product takes.
"""

import argparse
import json
from functools import partial
from multiprocessing import Pool

import numpy as np
from paper import RELU, fit


def trial(seed, n, d, sparsity, max_iterations):
    generator = np.random.default_rng(seed)
    X = generator.standard_normal((n, d))
    planted = np.zeros(d)
    support = generator.choice(d, sparsity, replace=False)
    planted[support] = generator.standard_normal(sparsity)
    planted /= np.linalg.norm(planted)
    y = np.maximum(X @ planted, 0)
    return fit(X, y, RELU, planted, sparsity, 1e-10, max_iterations)[-1] <= 1e-4


def cell(place, d, trials, max_iterations):
    n, sparsity = place
    # Steps without success grow without bound now and then: it is no answer, and no reason to stop the others.
    with np.errstate(all="ignore"):
        outcomes = [trial([n, sparsity, k], n, d, sparsity, max_iterations) for k in range(trials)]
    return {"n": n, "sparsity": sparsity, "trials": trials, "successes": int(sum(outcomes))}


def values(text):
    low, high, step = (int(part) for part in text.split(":"))
    return range(low, high + 1, step)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--d", type=int, default=100)
    parser.add_argument("--n", type=values, default=values("10:200:10"))
    parser.add_argument("--sparsity", type=values, default=values("1:20:1"))
    parser.add_argument("--trials", type=int, default=50)
    parser.add_argument("--max-iterations", type=int, default=200)
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    one = partial(
        cell, d=options.d, trials=options.trials, max_iterations=options.max_iterations
    )
    places = [(n, s) for s in options.sparsity for n in options.n]
    if options.processes > 1:
        with Pool(options.processes) as pool:
            cells = pool.map(one, places, chunksize=1)
    else:
        cells = [one(place) for place in places]
    print(json.dumps(cells))


if __name__ == "__main__":
    main()
