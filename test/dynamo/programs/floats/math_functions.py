import math

print(math.sqrt(2), math.exp(1), math.log(10), math.log2(8), math.log10(1000), math.log(8, 2), math.sin(1), math.cos(1), math.tan(1))
print(math.atan2(1, -1), math.hypot(3, 4), math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5), math.fmod(-7, 3), math.modf(3.25), math.frexp(10.0), math.ldexp(0.5, 4))
print(math.isclose(0.1 + 0.2, 0.3), math.copysign(1, -0.0), math.isnan(math.nan), math.isinf(math.inf), math.fsum([0.1] * 10), math.degrees(math.pi), math.radians(180), math.erf(0.5), math.gamma(5))
