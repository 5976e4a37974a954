import numpy as np
names = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float16", "float32", "float64", "complex64", "complex128"]
for n in names:
    d = np.dtype(n); print(d, repr(d), d.name, d.kind, d.itemsize, d.char, d.str, d.num, d.type, d.alignment, d.byteorder)
for a in names: print(a, *[np.promote_types(a, b) for b in names])
for a in names: print(a, *[int(np.can_cast(a, b)) for b in names], *[int(np.can_cast(a, b, "same_kind")) for b in names])
print(np.dtype("<f4") == np.float32, np.dtype(float) == "f8", np.dtype("f") is np.dtype("float32"), np.dtype(int), np.dtype("U5"), np.dtype(object), np.dtype(str), hash(np.dtype("f4")) == hash(np.dtype("float32")), {np.dtype("f4"): 1}[np.dtype(np.float32)])
for e in (lambda: np.dtype("foo"), lambda: np.dtype(3), lambda: np.array([300], dtype=np.uint8), lambda: np.uint8(5) + 300, lambda: np.array([1, 2], dtype=np.uint8) + 256):
    try: print(e())
    except Exception as x: print(type(x).__name__, x)
print(np.uint8(200) + np.uint8(100), np.int8(127) + np.int8(1), np.int32(2**31 - 1) * np.int32(2), np.int64(2**62) * 4, np.uint64(2**63) + np.uint64(2**63), np.array([2**31 - 1], dtype=np.int32) * 3)
x = np.float32(3); print(repr(x + 1), repr(x * 2.5), repr(x + np.float64(1)), repr(x + np.int64(1)), repr(1 + x), repr(np.int8(1) + 1.5), repr(np.bool_(True) + 1), repr(np.bool_(True) + True), repr(x ** 2), repr(7 // np.int32(2)), repr(np.int64(7) / 2), repr(-np.int16(3)), repr(np.float16(1) + np.float32(1)))
print((np.arange(3, dtype=np.int8) + 1).dtype, (np.arange(3, dtype=np.float32) * 2.0).dtype, (np.arange(3) * np.float32(2)).dtype, (np.ones(2, np.float32) + np.float64(1)).dtype, (np.ones(2, np.float32) + 1j).dtype, (np.array([True]) + True).dtype, (np.array([True]) * 2).dtype, (np.arange(3) / 2).dtype, (np.arange(3, dtype=np.int8) / 2).dtype, np.sqrt(np.arange(3, dtype=np.int16)).dtype, np.sum(np.ones(2, np.int8)).dtype, np.mean(np.ones(2, np.float16)).dtype, np.cumsum(np.array([True, True])).dtype)
print(np.array([1.7, -1.7]).astype(int), np.array([300, -1]).astype(np.uint8), np.array([0.0, 2.0]).astype(bool), np.array(["1.5", "2"]).astype(float), np.array([1, 2]).astype(str), np.array([1.5]).astype("U"), np.array([1 + 2j]).real.astype(int), np.array([70000.0]).astype(np.float16), np.arange(3).astype(object))
print(np.issubdtype(np.float32, np.floating), np.issubdtype(np.int8, np.integer), np.issubdtype(np.dtype("f4"), np.number), np.issubdtype(bool, np.number), isinstance(np.float64(1), float), isinstance(np.float32(1), float), isinstance(np.int64(1), int), isinstance(np.bool_(1), bool), isinstance(np.int8(1), np.integer), isinstance(np.complex128(1), complex), np.float32.__mro__[1].__name__)
print(np.result_type(np.int8, 1), np.result_type(np.float32, 1.0), np.result_type(np.array([1], np.int8), 3.5), np.min_scalar_type(300), np.finfo(np.float16).eps, np.finfo(float).tiny, np.finfo("f4").min, np.iinfo(np.uint64).max, np.iinfo(int).min)
print(np.float64("1.5"), np.int64("7"), np.float32(np.float64(0.1)), np.int32(3.9), np.uint8(255), np.bool_(0), np.str_("hi"), np.float64(), np.int64())
print(int(np.float32(2.9)), float(np.int8(3)), complex(np.float32(1)), bool(np.float64(0)), round(np.float32(2.567), 2), round(np.float64(2.5)), abs(np.int8(-5)), divmod(np.int64(7), 3), hash(np.float64(0.5)) == hash(0.5), np.int64(3) == 3.0, 3 == np.int64(3), {1: "a"}[np.int64(1)], np.float64(0.1).as_integer_ratio() == (0.1).as_integer_ratio(), np.float32(4).is_integer())
