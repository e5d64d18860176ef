"""NumPy beside the bench: answers "ready", then for each line with a number the nanoseconds that so many runs took.

    numpy_child.py gradient|fit PRECISION n d s TOLERANCE FOLDER
    numpy_child.py normal PRECISION count

Gradient and fit take X, y, w from FOLDER and write their answer to FOLDER/answer.bin first.
"""

import sys
from time import perf_counter_ns

import numpy as np


def gradient(X, y, w):
    z = X @ w
    psi = (np.maximum(z, 0) - y) * (1 + np.sign(z))
    return (psi @ X) / X.dtype.type(len(y))


def fit(X, y, s, tolerance, max_iterations=1000):
    w = np.zeros(X.shape[1], X.dtype)
    norm = 0.0
    for t in range(max_iterations):
        v = w - (2 if t == 0 else 1) * gradient(X, y, w)
        keep = np.argpartition(np.abs(v), -s)[-s:]
        new = np.zeros_like(w)
        new[keep] = v[keep]
        new_norm = np.linalg.norm(new)
        if np.linalg.norm(new - w) <= tolerance * max(norm, new_norm):
            break
        w, norm = new, new_norm
    return w


def problem(what, precision, n, d, s, tolerance, folder):
    dtype = np.dtype(precision.replace("f", "float"))
    X, y, w = (np.fromfile(f"{folder}/{name}.bin", dtype) for name in "Xyw")
    X = X.reshape(int(n), int(d))
    s, tolerance = int(s), float(tolerance)
    run = {"gradient": lambda: gradient(X, y, w), "fit": lambda: fit(X, y, s, tolerance)}[what]
    run().tofile(f"{folder}/answer.bin")
    return run


def normal(precision, count):
    dtype = np.dtype(precision.replace("f", "float"))
    out = np.empty(int(count), dtype)
    generator = np.random.default_rng(1)
    return lambda: generator.standard_normal(dtype=dtype, out=out)


run = normal(*sys.argv[2:]) if sys.argv[1] == "normal" else problem(*sys.argv[1:])
print("ready", flush=True)
for line in sys.stdin:
    count = int(line)
    start = perf_counter_ns()
    for _ in range(count):
        run()
    print(perf_counter_ns() - start, flush=True)
