class N:
    def __int__(self):
        return 7

    def __float__(self):
        return 7.5

    def __complex__(self):
        return 1j

    def __bool__(self):
        return False

    def __index__(self):
        return 9

    def __round__(self, n=None):
        return ("round", n)

    def __trunc__(self):
        return 3

    def __floor__(self):
        return "floor"

    def __divmod__(self, o):
        return ("divmod", o)

    def __pow__(self, o, m=None):
        return ("pow", o, m)

    def __bytes__(self):
        return b"nb"

    def __dir__(self):
        return ["b", "a"]


import math

n = N()
print(int(n), float(n), complex(n), bool(n), [0] * 10 == [0] * (n.__index__() + 1), round(n), round(n, 2), math.trunc(n), math.floor(n), divmod(n, 2), pow(n, 2), pow(n, 2, 3), n**4, bytes(n), dir(n))
