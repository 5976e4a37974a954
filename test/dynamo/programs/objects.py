import sys
# descriptors & misc
class C:
    def f(self): pass
    f.attr = 3
    z = 5
    def __init__(self): self.__priv = 1
    def get(self): return self.__priv
c = C(); print(c.get(), c._C__priv, C.f.attr, c.f.__func__ is C.f, c.f.__self__ is c, c.f == c.f)
print(sorted(k for k in C.__dict__ if not k.startswith('__')), vars(c))
print(C.__module__, C.__doc__, C.get.__doc__, callable(c), callable(C), hasattr(c, 'z'), getattr(c, 'q', 7))
def doc():
    """Doc."""
    return locals()
print(doc.__doc__, doc())
def lc(a, b=2):
    x = a
    def inner(): return x
    return sorted(locals())
print(lc(1))
print(eval('1 + x', {'x': 2}), eval('c.z'))
ns = {}; exec('def q(): return 42\nr = q()', ns); print(ns['r'])
print([type(v).__name__ for v in (1, 1.0, 'a', b'a', None, True, [], (), {}, set(), frozenset(), 1j, range(1), slice(1), ..., NotImplemented, print, len, c.f, C, type, doc, lambda: 0, [].append, sys)])
class Num(int):
    def __new__(cls, v, extra=None):
        o = super().__new__(cls, v); o.extra = extra; return o
    def __add__(self, o): return Num(int(self) + o, 'sum')
n = Num(3, 'e'); print(n, n.extra, (n + 4).extra, n * 2, n == 3, hash(n) == hash(3), isinstance(n, int), [10, 20, 30, 40][n])
class Fl(float): pass
print(Fl(2.5) * 2, Fl(1.5) < 2, type(Fl(2) + 1).__name__, round(Fl(2.567), 1))
class Tp(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
t = Tp(1, 2); print(t, t[0], len(t), t == (1, 2), {t: 1}[(1, 2)])
class Dd(dict):
    def __missing__(self, k): return k * 2
    def __setitem__(self, k, v): super().__setitem__(k, v + 1)
d = Dd(a=1); d['b'] = 5; print(d, d['zz'], d.get('zz'), dict(d), {**d}, list(d), 'a' in d)
class Ex(Exception):
    def __str__(self): return 'custom'
try: raise Ex('q')
except Ex as e: print(e, repr(e), e.args)
class LookupChain:
    a = 1
    def __getattr__(self, n):
        if n == 'boom': raise AttributeError('no ' + n)
        return n
l = LookupChain(); print(l.a, l.b, hasattr(l, 'boom'), getattr(l, 'boom', 'dflt'))
try: l.boom
except AttributeError as e: print(e)
class P1:
    @property
    def bad(self): return self.nope
try: P1().bad
except AttributeError as e: print(e)
class A:
    def __init_subclass__(cls, **kw): print('init_sub', cls.__name__, kw)
class B(A, x=1): pass
print(type.__call__(A).__class__.__name__, object.__getattribute__(l, 'a'))
class M(type):
    def __iter__(cls): return iter([1, 2])
    def __len__(cls): return 9
    def __contains__(cls, x): return x == 1
    def __getitem__(cls, i): return i
    @property
    def prop(cls): return 'mp'
class N(metaclass=M): pass
print(list(N), len(N), 1 in N, N['q'], N.prop, N)
class Slots:
    __slots__ = ['x', '__dict__']
s = Slots(); s.x = 1; s.y = 2; print(s.x, s.y, s.__dict__, Slots.x)
class Base:
    __slots__ = ('p',)
class Derived(Base):
    __slots__ = ('q',)
dd = Derived(); dd.p = 1; dd.q = 2; print(dd.p, dd.q, hasattr(dd, '__dict__'))
def f(x, *, y=1): return x + y
print(f.__code__.co_flags & 4, f(1, y=3), f(*[1]), f(**{'x': 1}))
a = b = [1]; a += [2]; print(b); t = (1,); t += (2,); print(t)
x, (y, *z), w = 1, (2, 3, 4), 5; print(x, y, z, w)
print([(i, j) for i in range(3) for j in range(i) if i != j], {i: [j for j in range(i)] for i in range(3)})
x = 10
class K:
    y = x
    x = 20
    z = x
    l = [i for i in range(x) if i > 17]
print(K.y, K.z, K.l)
def outer():
    v = 1
    def mid():
        def inn():
            nonlocal v
            v += 1
            return v
        return inn
    return mid()
i = outer(); i(); print(i())
print(f'{1:{5}}|{"a":^{4}}|{x!s:>4}|{{}}|{x:=+5d}|{3.0}')
print('a' 'b', r'\n', b'ab' + b'c', '\u00e9\t'.strip())
for a, (b, c) in [(1, (2, 3))]: print(a, b, c)
try:
    try: raise KeyError
    finally: raise ValueError
except ValueError as e: print(type(e.__context__).__name__)
def fin():
    for i in range(2):
        try: return i
        finally: continue
    return 'x'
def ret():
    try: return 'try'
    finally: return 'finally'
print(ret())
print(int.__name__, int.__mro__, bool.__bases__, type(int), type(type), object.__bases__)
print([].__class__, (5).__add__(3), int.__add__(1, 2), 'a'.__len__(), [1].__contains__(1))
print(sum([[1], [2]], []), max([3, 1], key=lambda v: -v), sorted('bca', reverse=True), list(map(lambda a, b: a + b, [1], [2])), list(zip(*[(1, 2), (3, 4)])))
print(any(x > 2 for x in [1, 3]), all([]), list(enumerate('ab', 1)), list(reversed([1, 2])), divmod(-7, 2), pow(2, -1), pow(3, 4, 5), round(2.5), abs(-3), chr(97), ord('a'))
print(int | None, list[int] | str, isinstance(3, int | str), int | str == str | int)
class WithDel:
    def __delitem__(s, k): print('delitem', k)
    def __setitem__(s, k, v): print('setitem', k, v)
    def __getitem__(s, k): return k
w = WithDel(); del w[1]; w[1:2] = 3; print(w[1:2, ..., None]); w['a'] += 'b'
class Mat:
    def __matmul__(s, o): return 'mm'
    def __rmatmul__(s, o): return 'rmm'
    def __pow__(s, o, m=None): return 'pow'
    def __neg__(s): return 'neg'
    def __index__(s): return 2
    def __int__(s): return 7
    def __float__(s): return 1.5
    def __round__(s, n=None): return ('r', n)
    def __divmod__(s, o): return 'dm'
    def __format__(s, f): return 'fmt' + f
    def __reversed__(s): return iter('rev')
    def __abs__(s): return 'abs'
m = Mat(); print(m @ 1, 1 @ m, m ** 2, -m, [1, 2, 3][m], int(m), float(m), round(m), round(m, 2), divmod(m, 1), f'{m:x}', list(reversed(m)), abs(m), range(m), hex(m))
class Cmp:
    def __init__(s, v): s.v = v
    def __lt__(s, o): return s.v < o.v
    def __eq__(s, o): return NotImplemented
print(max(Cmp(1), Cmp(2)).v, Cmp(1) == Cmp(1), Cmp(1) > Cmp(0))
class ABase:
    def __eq__(s, o): return 'base'
class ADer(ABase):
    def __eq__(s, o): return 'der'
print(ABase() == ADer(), ADer() == ABase(), ABase() != 1)
assert (lambda: (yield))().__class__.__name__ == 'generator'
global_list = [lambda: i for i in range(3)]; print([f() for f in global_list])
def star(*args, **kwargs): return args, kwargs
print(star(*'ab', *[1], k=1, **{'z': 2}), star(*(), **{}))
try: star(**{'a': 1}, **{'a': 2})
except TypeError as e: print(e)
try: star(*5)
except TypeError as e: print(e)
try: a, b = 1, 2, 3
except ValueError as e: print(e)
try: a, b, *c = [1]
except ValueError as e: print(e)
try: a, b = 5
except TypeError as e: print(e)
try: (lambda x: x)()
except TypeError as e: print(e)
try: C().get(1)
except TypeError as e: print(e)
try: class_ = type('X', (int, str), {})
except TypeError as e: print(e)
try:
    class BadMeta(int, metaclass=type('Mx', (type,), {})): pass
    class BM2(BadMeta, metaclass=M): pass
except TypeError as e: print(e)
try: object().foo = 1
except AttributeError as e: print(type(e).__name__)
try: int.foo = 1
except TypeError as e: print(e)
try: with_ = 3; 
finally: print('z')
print(__name__, __doc__)
