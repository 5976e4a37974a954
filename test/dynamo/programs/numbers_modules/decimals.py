from decimal import Decimal as D, getcontext, ROUND_HALF_UP
print(D("0.1") + D("0.2"), D(1) / D(3), D("1.10") * 2, D("2.5").quantize(D("1"), ROUND_HALF_UP), D("1E+3"), D("1.0") == D(1), D(10).sqrt(), str(D("0.000001")), D("-0"), D("NaN"), int(D("3.9")))
getcontext().prec = 6
print(D(1) / D(7), D("123456789") + 0)
