"""NumPy beside the bench: answers "ready", then for each line "what runs" the nanoseconds that they took.

    numpy_child.py problem PRECISION n d s TOLERANCE FOLDER     what: gradient | fit
    numpy_child.py normal PRECISION count                       what: normal
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


def problem(precision, n, d, s, tolerance, folder):
    dtype = np.dtype(precision.replace("f", "float"))
    X, y, w = (np.fromfile(f"{folder}/{name}.bin", dtype) for name in "Xyw")
    X = X.reshape(int(n), int(d))
    s, tolerance = int(s), float(tolerance)
    gradient(X, y, w).tofile(f"{folder}/g.bin")
    fit(X, y, s, tolerance).tofile(f"{folder}/fit.bin")
    return {"gradient": lambda: gradient(X, y, w), "fit": lambda: fit(X, y, s, tolerance)}


def normal(precision, count):
    dtype = np.dtype(precision.replace("f", "float"))
    out = np.empty(int(count), dtype)
    generator = np.random.default_rng(1)
    return {"normal": lambda: generator.standard_normal(dtype=dtype, out=out)}


runs = {"problem": problem, "normal": normal}[sys.argv[1]](*sys.argv[2:])
print("ready", flush=True)
for line in sys.stdin:
    what, count = line.split()
    run = runs[what]
    start = perf_counter_ns()
    for _ in range(int(count)):
        run()
    print(perf_counter_ns() - start, flush=True)
