"""Writes the .npy files of this folder and expected.json: python3 make.py, with NumPy 2."""
import json
import warnings
import numpy as np
from numpy.lib import format as npy

expected = {}


def save(name, array, version=None):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with open(f"{name}.npy", "wb") as file:
            npy.write_array(file, array, version=version)
    if array.dtype.kind in "fiub" and not name.endswith("refused"):
        values = array.astype(np.float64).ravel(order="C").tolist()
        values = [v if np.isfinite(v) else str(v) for v in values]
        expected[name] = {"shape": list(array.shape), "values": values}


X = np.array([[0.1, -2.5, 3e-6], [65504, -0.0, 1 / 3]])
for kind in ("f2", "f4", "f8"):
    for order, letter in (("<", "l"), (">", "b")):
        save(f"{kind}-{letter}", X.astype(order + kind))
        save(f"{kind}-{letter}-fortran", np.asfortranarray(X.astype(order + kind)))
for kind in ("i1", "i2", "i4", "u1", "u2", "u4"):
    info = np.iinfo(kind)
    ends = np.array([[info.min, info.max, 1], [2, 3, info.max - 1]])
    for order, letter in (("<", "l"), (">", "b"))[: 1 if kind[1] == "1" else 2]:
        save(f"{kind}-{letter}", ends.astype(order + kind))
save("bool", np.array([[True, False], [False, True], [True, True]]))
save("half-not-finite", np.array([[1, np.inf], [np.nan, 2]], dtype="<f2"))
for version in ((1, 0), (2, 0), (3, 0)):
    save(f"version-{version[0]}", X.astype("<f4"), version)
save("vector", np.array([1.5, -2, 3]))
save("column", np.array([[1.5], [-2], [3]]))
save("scalar", np.array(7.25))
save("cube", np.arange(24.0).reshape(2, 3, 4))
save("cube-fortran", np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)))
save("empty", np.zeros((0, 3)))
save("wide", np.arange(70, dtype="<f4").reshape(2, 35))
# Refused.
save("records", np.array([(1, 2.0)], dtype=[("a", "<i4"), ("b", "<f8")]))
save("records-unicode", np.array([(1,)], dtype=[("\u03b1", "<i4")]), (3, 0))
with open("objects.npy", "wb") as file:
    npy.write_array(file, np.array([{}, None], dtype=object))
for kind in ("i8", "u8", "c8", "c16", "f16", "S3", "U3", "M8[ns]"):
    save(kind.replace("[ns]", "").lower() + "-refused", np.zeros((2, 2), kind))
with open("expected.json", "w") as file:
    json.dump(expected, file, indent=0)
    file.write("\n")
