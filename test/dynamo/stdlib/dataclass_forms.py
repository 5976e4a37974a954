from dataclasses import *
from typing import List, ClassVar, Optional
@dataclass
class C:
    x: int
    y: float = 2.0
    z: List[int] = field(default_factory=list)
    k: ClassVar[int] = 7
    h: str = field(default="h", repr=False)
c = C(1); print(c, c == C(1), c.z is C(1).z, C.k, fields(C)[0].name, [f.name for f in fields(c)], asdict(c), astuple(c), replace(c, x=5), C.__match_args__)
for args, kw in [((), {}), ((1,2,3,4,5), {}), ((1,), {"q": 2}), ((1,), {"x": 2})]:
    try: C(*args, **kw)
    except TypeError as e: print(e)
@dataclass(frozen=True, order=True)
class P:
    a: int
    b: int = 0
print(P(1,2) < P(1,3), hash(P(1,2)) == hash(P(1,2)), {P(1): 2}[P(1)], sorted([P(3), P(1)]))
try: P(1).a = 3
except FrozenInstanceError as e: print(type(e).__name__, e)
try: del P(1).a
except AttributeError as e: print(e)
@dataclass
class D(C):
    w: int = 9
    def __post_init__(self): self.sum = self.x + self.w
print(D(1), D(1).sum)
@dataclass
class I:
    a: InitVar[int]
    b: int = field(init=False)
    def __post_init__(self, a): self.b = a * 2
print(I(3), I(3).b)
@dataclass(kw_only=True)
class K:
    a: int
    b: int = 2
print(K(a=1))
try: K(1)
except TypeError as e: print(e)
@dataclass
class KO:
    a: int
    _: KW_ONLY
    b: int = 2
    c: int
print(KO(1, c=3))
try:
    @dataclass
    class Bad:
        x: list = []
except ValueError as e: print(e)
try:
    @dataclass
    class Bad2:
        x: int = 1
        y: int
except TypeError as e: print(e)
@dataclass(slots=True)
class S:
    a: int
    b: int = 5
    def m(self): return super().__repr__()
print(S(1), S.__slots__, hasattr(S(1), "__dict__"))
print(is_dataclass(C), is_dataclass(3), make_dataclass("M", [("x", int), ("y", int, 3)])(1))
match P(1,2):
    case P(a, b): print("matched", a, b)
print(C.__doc__, C.__init__.__qualname__)
import inspect
@dataclass
class Nested:
    c: C
    l: list = field(default_factory=lambda: [C(1)])
print(asdict(Nested(C(2))))
print(repr(fields(C)[1])[:80])
@dataclass(eq=False)
class NE:
    a: int
print(NE(1) == NE(1), NE(1) in [NE(1)])
@dataclass(unsafe_hash=True)
class UH:
    a: int
print(hash(UH(1)) == hash(UH(1)))
try: hash(C(1))
except TypeError as e: print(e)
