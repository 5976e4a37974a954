import numpy as np
a = np.array([1, -2, 3]); f = np.array([0.5, -1.5, 2.5])
for n in "negative positive absolute sign square conjugate".split(): print(n, getattr(np, n)(a), getattr(np, n)(f))
for n in "sqrt cbrt exp exp2 expm1 log log2 log1p sin cos tan arcsin arccos arctan sinh cosh arcsinh deg2rad rint floor ceil trunc fabs reciprocal isnan isinf isfinite signbit logical_not".split(): print(n, getattr(np, n)(np.array([0.25, 0.5, 1.0])), getattr(np, n)(np.float32(0.75)))
for n in "add subtract multiply divide floor_divide remainder fmod power maximum minimum fmax fmin arctan2 hypot copysign less less_equal equal not_equal greater greater_equal logical_and logical_or logical_xor heaviside logaddexp nextafter float_power".split(): print(n, getattr(np, n)(np.array([1.5, -2.5, 3.0]), np.array([2.0, 1.5, -1.0])))
for n in "bitwise_and bitwise_or bitwise_xor left_shift right_shift gcd lcm floor_divide remainder power fmod".split(): print(n, getattr(np, n)(np.array([12, 7, 5]), np.array([2, 3, 1])))
print(~np.array([0, 5]), ~np.array([True, False]), np.array([5, -7]) // 2, np.array([5, -7]) % 3, np.array([5.5, -7.25]) // 2, np.array([5.5, -7.25]) % 3, np.array([1, 2]) // 0 if False else "", 2 ** np.arange(4), np.arange(4) ** 2.0, divmod(np.array([7, -7]), 3))
o = np.zeros(3); print(np.add(a, f, out=o) is o, o, np.multiply(a, 2, where=np.array([True, False, True]), out=np.zeros(3, int)), np.add(1, 2, dtype=np.float32))
print(np.add.reduce([1, 2, 3]), np.multiply.reduce(np.arange(1, 7).reshape(2, 3), axis=1), np.maximum.reduce([3, 9, 2]), np.add.accumulate([1, 2, 3]), np.multiply.accumulate([[1, 2], [3, 4]], axis=1), np.maximum.accumulate([1, 3, 2]), np.multiply.outer([1, 2], [3, 4]), np.subtract.outer([1, 2], [1, 1]), np.logical_and.reduce([True, False]), np.add.identity, np.add.nin, np.add, np.sin.__name__)
x = np.zeros(4); np.add.at(x, [0, 0, 2], 1); print(x)
x = np.arange(4); x += 2; x *= 3; x -= 1; x //= 2; x **= 2; print(x); y = np.ones(2); y /= 4; print(y)
def err(f):
    try: print(f())
    except Exception as e: print(type(e).__mro__[-4].__name__, e)
def e1(): x = np.arange(3); x += 1.5
def e2(): x = np.arange(3); x /= 2
err(e1); err(e2); err(lambda: np.ones((2, 3)) + np.ones(4)); err(lambda: np.array([1]) ** -1); err(lambda: -np.array([True])); err(lambda: np.array([True]) - np.array([False])); err(lambda: np.array([1.5]) & 1); err(lambda: np.sin("a"))
print(np.array([1, 2]) == [1, 3], np.array([1, 2]) == "a", np.array(["a"]) == "a", np.array([1, 2]) != None, (np.arange(3) < 2) & (np.arange(3) > 0), np.array([1.0, np.nan]) == np.nan)
print(np.clip([-1, 5, 20], 0, 10), np.clip(np.array([1.5, 9.0]), None, 3), np.round(2.675, 2), np.round([1.25, 1.35, -0.5], 1), np.around(1234, -2), np.array([1.55]).round(1), np.fix(-1.5), np.nan_to_num([np.nan, np.inf, 1]), np.modf(1.5), np.frexp(8.0), np.divmod(7, 2), np.sinc([0, 0.5]), np.angle(1j), np.real([1 + 2j]), np.imag(3))
print(np.isclose([1, 2], [1, 2.1]), np.allclose([1, np.nan], [1, np.nan], equal_nan=True), np.array_equal([1, 2], [1, 2]), np.isscalar(3), np.iscomplexobj([1j]), np.isreal([1, 1j]), np.true_divide(1, 3), np.mod(-1, 3), np.abs(-3.5), np.interp([0.5, 5], [0, 1], [10, 20]), np.trapezoid([1, 2, 3]), np.cross([1, 2, 3], [4, 5, 6]))
z = np.array([1 + 1j, 2 - 1j]); print(z * z, z / 2, abs(z), z.conj(), np.exp(z), z ** 2, z == z.conj(), np.sqrt(np.array([-1 + 0j])), z.sum(), z.mean(), np.log(z), z.real.dtype)
