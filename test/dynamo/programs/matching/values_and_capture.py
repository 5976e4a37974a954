import math


class K:
    A = 1
    B = "b"


def f(x):
    match x:
        case K.A:
            return "A"
        case K.B:
            return "B"
        case math.pi:
            return "pi"
        case (K.A | K.B as v, other):
            return v, other
        case [[a, b], [c, *d]] as whole:
            return a, b, c, d, len(whole)
        case captured:
            return "captured", captured


print([f(v) for v in (1, "b", math.pi, (1, 9), [[1, 2], [3, 4, 5]], "zzz")])
