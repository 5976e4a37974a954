import numpy as np, copy, pickle, io, json
a = np.arange(4).reshape(2, 2)
print(copy.copy(a), copy.deepcopy({"a": a})["a"] is a, a.tolist(), a.item(3), a.item(0, 1), a.tobytes()[:8], np.frombuffer(b"\x01\x02\x03", dtype=np.uint8), np.array([1.5]).tobytes(), a.nbytes, a.size, np.size(a, 0), np.ndim([[1]]), np.shape([1, 2]))
b = io.BytesIO(); np.save(b, np.arange(3, dtype=np.float32)); b.seek(0); print(np.load(b), len(b.getvalue()))
print(json.dumps({"x": a.tolist(), "y": float(np.float32(0.5))}), str(np.float64(1)) + "x", [0] * np.int64(3), "ab" * np.int64(2), list(range(np.int64(3))), np.int64(3).__index__(), (1, 2, 3)[np.int8(1)], "%d" % np.int64(5))
for k in (np.float32(1.5), np.int64(2), np.bool_(True)): print(type(k).__name__, k.dtype, k.shape, k.ndim, k.item(), type(k.item()), k.astype(np.float64).dtype, np.asarray(k).shape)
print(np.e, np.pi, np.inf, np.nan, np.newaxis, np.float64(np.inf) > 1, np.isnan(np.nan))
with np.errstate(divide="ignore", invalid="ignore"): print(np.array([1.0, 0]) / 0, np.log(np.array([0.0])), np.float64(1) / 0 if False else "")
class A(np.ndarray): pass
x = np.zeros(3).view(A); print(type(x).__name__, isinstance(x, np.ndarray), x)
print(hasattr(np, "foo"), hasattr(np, "sum"), np.__name__, callable(np.sin), np.ndarray.__name__)
try: np.foo
except AttributeError as e: print(e)
try: [1] + np.array([1, 2]); print(([1] + np.array([1, 2])), np.array([1, 2]) + [1], (1, 2) * np.array([1, 2]), [1, 2] == np.array([1, 2]))
except Exception as e: print(e)
d = {}; d[np.int64(1)] = "a"; d[np.str_("k")] = 1; print(d[1], d["k"], np.int64(1) in [1, 2], np.float32(0.5) in {0.5}, sorted([np.float32(2), np.float32(1)]), max(np.int8(3), 2), sum([np.float32(0.1)] * 3), np.str_("abc").upper(), np.str_("abc")[1:])
o = np.array([{"a": 1}, [1, 2]], dtype=object); print(o, o.shape, o[1]); o2 = np.empty(2, dtype=object); o2[0] = [1]; print(o2); print(np.array([1, "a"]), np.array([1, 2.5, True]), np.array([[1, 2], [3, 4]], dtype=float), np.array((1, 2)), np.array(range(3)), np.array(3), np.array([np.arange(2), np.arange(2)]), np.array([True, 1]), np.array([1, 2j]), np.array(b"ab") if False else "")
if a.any() and not a.all(): print("ok")
def f(x, *, axis=-1): return x.mean(axis)
print(f(a), a.mean(0).tolist(), [r.sum() for r in a], dict(zip("ab", a)), [*a.flat], {tuple(r) for r in a.tolist()}, np.array_equal(a, a.copy()), (a == a).all(), a is not None, a.astype(float).dtype == float, a.dtype.type is np.int64)
match a.shape:
    case (2, n): print("cols", n)
print(np.abs(-1), np.max(a), np.sum(a), np.mean(a), type(np.sum(a)), type(np.mean(a)), np.prod(a.shape), np.all(a > 0), type(a[0, 0]), type(a[0]), np.float32(1) is np.float32(1))
