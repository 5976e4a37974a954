from fractions import Fraction as F
print(F(1, 3) + F(1, 6), F("0.25"), F(3, 6), F(0.5), F(7, 2) // 1, F(1, 2) ** 2, F(1, 3) < 0.5, float(F(1, 4)), F(5, 3).limit_denominator(2), repr(F(-1, 2)), F(1, 2) == 0.5, hash(F(2)) == hash(2), round(F(7, 3), 1))
