from enum import Enum, Flag, IntEnum, IntFlag, unique


class N(IntEnum):
    A = 1
    B = 2


class P(Flag):
    R = 4
    W = 2
    X = 1


print(N.A + 1, N.B > N.A, N.A == 1, sorted(N, reverse=True), P.R | P.W, (P.R | P.W) & P.W, P.R in (P.R | P.X), bool(P(0)), ~P.R, P(7), isinstance(N.A, int))
try:
    @unique
    class D(Enum):
        A = 1
        B = 1
except ValueError as e:
    print(e)
