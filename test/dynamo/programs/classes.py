class Meta(type):
    def __new__(m, name, bases, ns, **kw):
        cls = super().__new__(m, name, bases, ns)
        cls.tag = kw.get('tag')
        return cls
    def __init__(cls, name, bases, ns, **kw): super().__init__(name, bases, ns)
    def __call__(cls, *a, **k):
        o = super().__call__(*a, **k)
        o.made = True
        return o
    @classmethod
    def __prepare__(m, name, bases, **kw):
        return {'prepared': 1}
class X(metaclass=Meta, tag='t'): pass
x = X(); print(X.tag, X.prepared, x.made, type(X).__name__)
class P:
    subs = []
    def __init_subclass__(cls, /, flag=None, **kw):
        super().__init_subclass__(**kw)
        cls.subs.append((cls.__name__, flag))
class Q(P, flag=3): pass
print(P.subs)
class D:
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, o, t=None):
        if o is None: return self
        return o.__dict__.get(self.name, 'none')
    def __set__(self, o, v): o.__dict__[self.name] = v * 2
class E:
    d = D()
e = E(); print(e.d); e.d = 4; print(e.d, e.__dict__, E.d.name)
class S:
    __slots__ = ('a', 'b')
    def __init__(self): self.a = 1
s = S(); print(s.a)
try: s.b
except AttributeError as ex: print(ex)
class F:
    @property
    def v(self): return self._v
    @v.setter
    def v(self, x): self._v = x + 1
    @v.deleter
    def v(self): del self._v
    @classmethod
    def c(cls): return cls.__name__
    @staticmethod
    def s(x): return x
f = F(); f.v = 1; print(f.v, F.c(), f.c(), F.s(2), f.s(3))
del f.v
try: f.v
except AttributeError as ex: print(ex)
class G:
    def __getattr__(self, n): return n.upper()
    def __setattr__(self, n, v): object.__setattr__(self, n, v + 1)
    def __delattr__(self, n): print('del', n)
g = G(); print(g.foo); g.x = 1; print(g.x); del g.x
class H(G):
    def __getattribute__(self, n):
        if n == 'bad': raise AttributeError(n)
        return super().__getattribute__(n)
print(H().bad, H().zzz)
class A:
    def f(self): return 'A'
class B(A):
    def f(self): return 'B' + super().f()
class C(A):
    def f(self): return 'C' + super().f()
class DD(B, C):
    def f(self): return 'D' + super().f()
print(DD().f(), [c.__name__ for c in DD.__mro__])
try:
    class Bad(A, B): pass
except TypeError as ex: print(str(ex).split('\n')[0])
class N:
    def __init__(self, v): self.v = v
    def __add__(self, o): return ('add', self.v, o)
    def __radd__(self, o): return ('radd', o, self.v)
    def __iadd__(self, o): self.v += o; return self
    def __eq__(self, o): return isinstance(o, N) and o.v == self.v
    def __lt__(self, o): return self.v < o.v
    def __hash__(self): return hash(self.v)
    def __bool__(self): return self.v != 0
    def __len__(self): return 3
    def __getitem__(self, i): 
        if i >= 3: raise IndexError
        return i * 10
    def __contains__(self, x): return x == 7
    def __call__(self, *a, **k): return (a, k)
    def __repr__(self): return f'N({self.v})'
n = N(5); print(n + 1, 1 + n, n == N(5), n != N(6), N(1) < N(2), sorted([N(3), N(1)]), bool(N(0)), len(n), list(n), 7 in n, n(1, a=2))
n += 2; print(n, {N(1): 2}[N(1)], -5 // 2, -5 % 3, 2**100, 7 / 2)
class Str(str):
    def hi(self): return 'hi ' + self
print(Str('x').hi(), Str('x') == 'x', {'x': 1}[Str('x')], isinstance(Str('a'), str), type(Str('a') + 'b').__name__)
class L(list):
    def total(self): return sum(self)
l = L([1,2,3]); l.append(4); print(l, l.total(), len(l), l[1:], type(l).__name__)
print(type('Dyn', (A,), {'z': 1})().z, issubclass(B, A), isinstance(DD(), (int, C)))
class W:
    def __enter__(self): print('enter'); return self
    def __exit__(self, *a): print('exit', a[0] and a[0].__name__); return True
with W() as w: raise ValueError('x')
with W(), W() as q: print('body')
print(A.__subclasses__() == [B, C], B.__bases__, DD.__qualname__)
def outer():
    class Inner:
        def m(self): pass
    return Inner
print(outer().__qualname__, outer().m.__qualname__)
class Cnt:
    n = 0
    def __class_getitem__(cls, i): return (cls.__name__, i)
print(Cnt[3], list[int], dict[str, int])
x = X(); x.__class__ = X
print(x.__class__, type(A().f).__name__)
import sys
class T(type):
    def __instancecheck__(cls, i): return i == 3
    def __getattr__(cls, n): return 'meta ' + n
class U(metaclass=T): pass
print(isinstance(3, U), isinstance(4, U), U.foo)
