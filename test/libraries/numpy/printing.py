import numpy as np
for v in ([1.0, 2.5], [0.1, 100.25], [1e-10, 1], [1e8, 1], [123456.789, 0.001], [1e16], [np.nan, 1.0], [np.inf, -np.inf, 1], [-1.5, 2], [0.0], [1e-5], [1e-4], [99999999.0], [1/3, 2/3], [1e300, 1e-300], [-0.0, 0.0], [12345678.5, 1.0]):
    print(np.array(v), repr(np.array(v)), np.array(v, dtype=np.float32))
for v in (0.1, 1e-5, 1e16, 1e15, 123456789.123, 1/3, np.pi * 1e10, 2.0, -0.0, np.inf, np.nan, 5e-324):
    print(np.float64(v), repr(np.float64(v)), np.float32(v), repr(np.float32(v)), np.float16(v) if abs(v) < 1e4 else "")
print(np.array([1, 10, 100]), np.array([[1, -2], [30, 4]]), np.array([True, False]), repr(np.array(True)), np.array([[]]), np.zeros((2, 0)), repr(np.zeros((0, 3))), repr(np.array([], dtype=int)))
print(np.array([1 + 2j, 3.5 - 1j]), repr(np.array([1j])), np.complex64(1 + 2j), repr(np.complex128(1 - 0.5j)), np.array([1e-9 + 1j]))
print(np.array(["a", "bc"]), repr(np.array(["a", "bc"])), np.array([None, 1, "x"]), repr(np.array([None, 1])), repr(np.array([1, 2], dtype=np.int8)), repr(np.float16(1.5)))
print(np.arange(1001), repr(np.arange(1001)), np.arange(2000).reshape(2, 1000), np.zeros((50, 50)))
print(repr(np.arange(20) / 7), repr(np.arange(24, dtype=np.float32).reshape(2, 3, 4)), repr(np.linspace(0, 1, 7, dtype=np.float32)))
print(np.arange(16).reshape(2, 2, 2, 2))
np.set_printoptions(precision=3, suppress=True); print(np.array([1e-10, 1.23456, 1000.5]), np.array([0.00012345, 1.0]), np.array([0.125, 0.0005]))
np.set_printoptions(precision=8, suppress=False, linewidth=40); print(np.arange(30)); np.set_printoptions(linewidth=75, threshold=5); print(np.arange(10)); np.set_printoptions(threshold=1000, edgeitems=3)
with np.printoptions(precision=2): print(np.array([1 / 3]))
print(np.array2string(np.arange(3), separator=", "), np.array2string(np.array([1.234567]), precision=2), np.array2string(np.array([1.5, 2]), formatter={"float_kind": lambda x: "%.2f" % x}), np.array_repr(np.array([1.0])), np.array_str(np.array([1.0])))
print(f"{np.float64(3.14159):.2f} {np.int64(5):04d} {np.float32(1.5)!r} {np.array([1.5])} {np.bool_(True)} {np.int32(7):>5}|", "%.3f %d %s" % (np.float32(0.1), np.int64(3), np.float64(0.5)))
print(np.format_float_positional(0.1), np.format_float_scientific(1234.5), str(np.dtype("float32")), repr(np.dtype("i4")), np.float32, type(np.int64(1)))
np.set_printoptions(sign="+"); print(np.array([1.5, -2])); np.set_printoptions(sign="-", floatmode="fixed"); print(np.array([1.5, 2])); np.set_printoptions(floatmode="maxprec_equal"); print(np.array([1.5, 2.25]))
