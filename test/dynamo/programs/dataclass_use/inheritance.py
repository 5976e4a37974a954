from dataclasses import KW_ONLY, dataclass


@dataclass
class A:
    x: int = 1


@dataclass
class B(A):
    y: int = 2
    _: KW_ONLY
    z: int = 3


@dataclass(slots=True)
class S:
    q: int


print(B(5, z=9), B.__mro__[1].__name__, S(1), hasattr(S(1), "__dict__"))
try:
    @dataclass
    class Bad:
        a: int = 1
        b: int
except TypeError as e:
    print(e)
try:
    @dataclass
    class Bad2:
        a: list = []
except ValueError as e:
    print(e)
