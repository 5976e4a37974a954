import sys, math, operator, itertools, functools, collections, abc, types, copy, enum, contextlib
from enum import Enum, IntEnum, Flag, IntFlag, StrEnum, auto, unique
class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = auto()
    CRIMSON = 1
print(Color.RED, repr(Color.RED), Color(2), Color["BLUE"], list(Color), Color.CRIMSON is Color.RED, Color.__members__, len(Color), Color.RED in Color, f"{Color.RED}", Color.RED.name, Color.BLUE.value)
try: Color(9)
except ValueError as e: print(e)
try: Color["X"]
except KeyError as e: print(repr(e))
try: Color.RED = 3
except AttributeError as e: print(e)
try: Color.Q
except AttributeError as e: print(e)
class P(IntFlag):
    R = 4; W = 2; X = 1
print(P.R | P.W, repr(P.R | P.W), P(7), P.R & P.W, ~P.R, repr(~P.R), P.R in (P.R|P.X), list(P.R|P.X), int(P.R), repr(P(0)))
class F(Flag):
    A = auto(); B = auto(); C = A | B
print(F.A|F.B, repr(F.A), repr(F.A|F.B), list(F), F.C, ~F.A, bool(F.A & F.B), repr(F(0)))
try: F(8)
except ValueError as e: print(e)
class S(StrEnum):
    FOO = auto(); BAR = "b"
print(S.FOO, repr(S.BAR), S("b"), S.FOO == "foo", f"{S.BAR}")
class N(IntEnum):
    A = 1; B = 2
print(N.A, repr(N.A), N.A < N.B, N.A + 1, f"{N.A}", sorted([N.B, N.A]))
class Planet(Enum):
    EARTH = (5.9, 6.3)
    def __init__(self, mass, radius):
        self.mass = mass; self.radius = radius
    @property
    def density(self): return self.mass / self.radius
print(Planet.EARTH.mass, Planet.EARTH.density, Planet.EARTH.value, Planet((5.9,6.3)))
class WithNew(str, Enum):
    def __new__(cls, v, extra):
        o = str.__new__(cls, v); o._value_ = v; o.extra = extra; return o
    A = ("a", 10)
print(WithNew.A, WithNew.A.extra, WithNew("a"), WithNew.A == "a", repr(WithNew.A), WithNew.A.upper())
class M(str, Enum):
    X = "x"
    @classmethod
    def _missing_(cls, value): return cls.X
print(M("zzz"), M.X.value, isinstance(M.X, str))
Animal = Enum("Animal", "CAT DOG")
print(list(Animal), Animal.CAT.value)
try:
    @unique
    class D(Enum):
        A=1; B=1
except ValueError as e: print(e)
try:
    class E2(Color): pass
except TypeError as e: print(e)
print({Color.RED: 1}[Color.RED], Color.RED == 1, Color.RED != Color.GREEN, hash(Color.RED) == hash(Color.RED), type(Color.RED), isinstance(Color.RED, Color), copy.deepcopy(Color.RED) is Color.RED)
print(Color)
from collections import *
print(OrderedDict(a=1,b=2), defaultdict(list), Counter("hello").most_common(2), deque([1,2,3], maxlen=2), ChainMap({1:2},{3:4})[3])
dd = defaultdict(int); dd["a"] += 1; print(dd, dict(dd))
od = OrderedDict([("a",1),("b",2)]); od.move_to_end("a"); print(od, list(od), od.popitem(last=False), od == {"a":1})
P2 = namedtuple("P2", "x y", defaults=[5]); p = P2(1); print(p, p.x, p._replace(y=2), p._asdict(), P2._fields, p == (1,5), P2._make([3,4]))
try: P2()
except TypeError as e: print(e)
try: P2(1,2,3)
except TypeError as e: print(e)
try: p.x = 3
except AttributeError as e: print(e)
class Sub(namedtuple("Sub", ["a","b"])):
    def s(self): return self.a + self.b
print(Sub(1,2).s(), Sub(1,2))
c = Counter(a=3,b=1); c.update("ab"); print(c, c - Counter(a=1), c + c, c["zz"], sum(c.values()))
from functools import *
@lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n-1)+fib(n-2)
print(fib(50), fib.cache_info(), fib.__name__)
pp = partial(int, base=2); print(pp("101"), pp.func, pp.args, pp.keywords, repr(partial(print, 1)))
class T:
    @cached_property
    def v(self): print("once"); return 5
t = T(); print(t.v, t.v, t.__dict__)
@total_ordering
class O:
    def __init__(s, n): s.n = n
    def __eq__(s, o): return s.n == o.n
    def __lt__(s, o): return s.n < o.n
print(O(1) <= O(2), O(2) >= O(1), O(1) > O(2))
@singledispatch
def sd(x): return "obj"
@sd.register
def _(x: int): return "int"
@sd.register(list)
def _(x): return "list"
print(sd(1), sd([]), sd("a"), sd(True))
def deco(f):
    @wraps(f)
    def w(*a, **k):
        "doc w"
        return f(*a, **k)
    return w
@deco
def ff(a): "doc f"; return a
print(ff.__name__, ff.__doc__, ff.__wrapped__(3), ff.__qualname__)
print(reduce(lambda a,b: a*b, [1,2,3,4]), sorted([3,1,2], key=cmp_to_key(lambda a,b: b-a)))
from itertools import *
print(list(chain([1],[2,3])), list(islice(count(5), 3)), list(product("ab", repeat=2)), list(combinations(range(4),2)), list(permutations([1,2,3],2)), list(accumulate([1,2,3])), list(zip_longest([1],[2,3],fillvalue=0)), [(k,list(g)) for k,g in groupby("aabbc")], list(takewhile(lambda x: x<3, count())), list(starmap(pow,[(2,3)])), list(pairwise("abc")), list(compress("abc",[1,0,1])), list(combinations_with_replacement("ab",2)), list(islice(cycle("ab"),5)), list(repeat(1,2)), [list(x) for x in tee([1,2])], list(dropwhile(lambda x:x<2,[1,2,1])), list(filterfalse(None,[0,1])), list(islice("abcdef",1,None,2)))
print(math.sqrt(2), math.floor(2.7), math.ceil(2.1), math.prod([1,2,3]), math.gcd(12,18), math.factorial(20), math.comb(5,2), math.log(8,2), math.log2(8), math.isclose(0.1+0.2,0.3), math.pi, math.inf, math.hypot(3,4), math.fsum([.1]*10), math.gamma(5.5), math.lgamma(10.1), math.erf(0.5), math.isqrt(99), math.modf(-2.5), math.frexp(10), math.ldexp(0.5,4), math.degrees(1), math.atan2(1,2), math.log10(1000), math.exp(1), math.trunc(-2.5), math.copysign(1,-0.0), math.perm(5,2), math.lcm(4,6), math.dist([0,0],[3,4]), math.remainder(7,4), math.nextafter(1,2), math.ulp(1))
for f in [lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.sqrt("a"), lambda: math.exp(1000), lambda: math.factorial(-1)]:
    try: f()
    except Exception as e: print(type(e).__name__, e)
print(operator.itemgetter(1,0)([1,2]), operator.attrgetter("a.b")(types.SimpleNamespace(a=types.SimpleNamespace(b=3))), operator.methodcaller("upper")("a"), operator.add(1,2), types.SimpleNamespace(a=1))
from abc import ABC, abstractmethod
class Base(ABC):
    @abstractmethod
    def f(self): ...
    @property
    @abstractmethod
    def g(self): ...
try: Base()
except TypeError as e: print(e)
class Impl(Base):
    def f(self): return 1
    g = 3
print(Impl().f(), isinstance(Impl(), Base), Base.__abstractmethods__ == frozenset({"f","g"}))
Base.register(int); print(isinstance(3, Base), issubclass(int, Base))
from collections.abc import *
print(isinstance([], Sequence), isinstance({}, Mapping), isinstance(5, Iterable), isinstance("a", Iterable), isinstance(lambda: 0, Callable), isinstance((x for x in []), Generator), issubclass(dict, MutableMapping), isinstance(set(), Set), isinstance([], Hashable))
class MyMap(MutableMapping):
    def __init__(s): s.d = {}
    def __getitem__(s,k): return s.d[k]
    def __setitem__(s,k,v): s.d[k]=v
    def __delitem__(s,k): del s.d[k]
    def __iter__(s): return iter(s.d)
    def __len__(s): return len(s.d)
m = MyMap(); m["a"]=1; m.update(b=2); print(dict(m), "a" in m, m.get("z"), list(m.items()), m.pop("a"), len(m), m == {"b":2})
from contextlib import *
@contextmanager
def cm(x):
    print("enter", x)
    try: yield x*2
    except ValueError as e: print("caught", e)
    finally: print("exit")
with cm(3) as v: print(v)
with cm(4): raise ValueError("boom")
with suppress(KeyError): {}["a"]
with ExitStack() as st:
    st.enter_context(cm(1)); st.callback(print, "cb")
with nullcontext(5) as n: print(n)
@cm(9)
def deced(): print("in")
deced()
a = [1,[2,3],{"k":[4]}]; b = copy.deepcopy(a); b[1].append(9); print(a,b, copy.copy(a)[1] is a[1])
class CC:
    def __init__(s): s.x=[1]; s.self=s
c1=CC(); c2=copy.deepcopy(c1); print(c2.x, c2.x is c1.x, c2.self is c2)
print(sys.version_info >= (3,8), sys.maxsize, sys.byteorder, sys.platform)
