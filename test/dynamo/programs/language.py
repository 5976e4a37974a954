# unwinding
def u1():
    for i in range(3):
        try:
            if i == 1: continue
            if i == 2: return ('r', i)
            print('body', i)
        finally:
            print('fin', i)
print(u1())
def u2():
    try:
        return 1
    finally:
        return 2
print(u2())
def u3():
    while True:
        try:
            raise ValueError('a')
        except ValueError as e:
            try:
                raise KeyError('b') from e
            except KeyError as k:
                print(repr(k), repr(k.__cause__), repr(k.__context__))
                break
        finally:
            print('f3')
    try:
        e
    except UnboundLocalError as x:
        print('unbound')
    return 'u3'
print(u3())
class CM:
    def __init__(self, n, sup=False): self.n, self.sup = n, sup
    def __enter__(self): print('enter', self.n); return self.n
    def __exit__(self, t, v, tb): print('exit', self.n, t and t.__name__, v); return self.sup
def u4():
    for k in range(2):
        with CM('a') as a, CM('b', True) as b:
            print(a, b)
            if k: return 'ret'
            raise ValueError(k)
        print('after')
print(u4())
def u5():
    for k in range(3):
        with CM(k):
            if k == 0: continue
            if k == 1: break
    else: print('no')
    return k
print(u5())
def u6():
    try:
        try: raise ValueError(1)
        except TypeError: print('no')
        else: print('no')
        finally: print('inner')
    except ValueError as e: print('outer', e)
u6()
def u7():
    try: pass
    except Exception: print('no')
    else:
        print('else')
        return 7
    finally: print('fin')
print(u7())
def u8():
    try:
        raise ValueError('x')
    except ValueError:
        try: raise
        except ValueError as e: print('re', e)
    import sys
    print(sys.exc_info()[0])
u8()
# generators
def g():
    try:
        x = yield 1
        print('got', x)
        try:
            yield 2
        except KeyError as e:
            print('ke', e)
            yield 'handled'
    finally:
        print('closing')
it = g(); print(next(it), it.send('v'), it.throw(KeyError('k'))); it.close()
def g2():
    r = yield from g3()
    print('r', r)
    yield from [7, 8]
def g3():
    a = yield 'a'
    try: yield a
    except ValueError as e: yield ('caught', str(e))
    return 'res'
it = g2(); print(next(it), it.send(5), it.throw(ValueError('v')), list(it))
def g4():
    yield 1
    raise StopIteration(3)
try: list(g4())
except RuntimeError as e: print('RT', e, repr(e.__cause__))
# closures, comprehensions
def c1(n):
    fs = [lambda: (i, n) for i in range(3)]
    i = 'outer'
    d = {k: [k * j for j in range(n) if j != k] for k in range(3)}
    s = {x for x in 'aab'}
    return [f() for f in fs], i, d, sorted(s), [x for y in [[1, 2], [3]] for x in y], list((i, j) for i in range(2) for j in range(i + 1))
print(c1(2))
def c2(x):
    y = [x for x in range(3)]
    return x, y
print(c2('p'))
def c3():
    try:
        [1 // z for z in (1, 0)]
    except ZeroDivisionError: pass
    try: z
    except NameError as e: print(type(e).__name__)
c3()
def c4():
    t = [last := q for q in range(4)]
    return last, t, any((w := v) > 2 for v in [1, 5, 2]), w
print(c4())
def c5():
    def cell(): return i
    i = 'cell'
    r = [i for i in range(2)]
    return cell(), r, i
print(c5())
class K:
    a = 2
    b = [a_ * 2 for a_ in range(a)]
    c = lambda self: K.a
    def __priv(self): return '__priv'
    def call(self): return self.__priv()
print(K.b, K().c(), K().call(), [n for n in dir(K) if 'priv' in n])
def counter():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    return inc
f = counter(); f(); print(f())
def fact(n): return 1 if n < 2 else n * fact(n - 1)
print(fact(20), fact(30))
# args
def a1(a, b=2, *c, d, e=5, **f): return a, b, c, d, e, f
print(a1(1, d=4), a1(1, 2, 3, *[4, 5], d=6, **{'x': 1}, y=2))
def a2(a, /, b, *, c): return a, b, c
print(a2(1, b=2, c=3))
for bad in ("a2(a=1, b=2, c=3)", "a1()", "a2(1, 2, 3)"):
    try: eval(bad)
    except TypeError as e: print(e)
# chained comparisons, bool ops
def eff(x): print('e', x); return x
print(eff(1) < eff(3) < eff(2) < eff(9), eff(0) or eff('') or eff('z'), eff(1) and eff(0) and eff(2), not eff(0))
if eff(1) < eff(2) < eff(3) and not (eff(0) or eff(0)): print('ok')
a = [1, 2, 3, 4, 5]
a[1:3] += ['x']; a[0] += 5; print(a); del a[1:2], a[0]; print(a)
x, *y, (z, w) = 1, 2, 3, (4, 5); print(x, y, z, w)
[p, *q] = 'ab'; print(p, q)
i = 0; arr = [0, 0]; i, arr[i] = 1, 9; print(i, arr)
x = y = []; x.append(1); print(y)
print({**{'a': 1}, 'b': 2, **{'a': 3}}, [*range(3), *'ab'], (*[1], 2), {*[1, 1]})
# match
class P:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y): self.x, self.y = x, y
def m(v):
    match v:
        case 0 | 1: return 'small'
        case -5: return 'neg'
        case 'a' | 'b' as s: return ('str', s)
        case None | True: return 'singleton'
        case []: return 'empty'
        case [x]: return ('one', x)
        case [1, x, *rest] if rest: return ('seq', x, rest)
        case [_, *_, (2, y) | (y, 3)]: return ('last', y)
        case {'k': k, 'z': [q, *_], **rest}: return ('map', k, q, rest)
        case {'k': 1}: return 'k1'
        case P(0, y=yy): return ('P0', yy)
        case P(x=xx, y=P(a, b)): return ('PP', xx, a, b)
        case int() | float() as n if n > 10: return ('big', n)
        case int(n): return ('int', n)
        case {}: return 'anymap'
        case _: return 'other'
for v in (0, 1, -5, 'a', None, True, [], [9], [1, 2], [1, 2, 3, 4], [0, 5, (7, 3)], [0, (2, 8)], {'k': 1, 'z': [5], 'o': 2}, {'k': 1}, {'q': 1}, P(0, 3), P(1, P(2, 3)), 20, 11.5, 7, P(5, 5), 'zz'):
    print(m(v))
# classes
class Meta(type):
    def __new__(mcs, name, bases, ns, **kw): print('meta', name, kw, sorted(k for k in ns if not k.startswith('__'))); return super().__new__(mcs, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw): super().__init__(name, bases, ns)
class Base(metaclass=Meta, flag=1):
    attr: int = 3
    other: 'str'
    def __init_subclass__(cls, **kw): print('sub', cls.__name__, kw)
    def who(self): return __class__.__name__, type(self).__name__
    @property
    def prop(self): return self._p
    @prop.setter
    def prop(self, v): self._p = v * 2
    @classmethod
    def cm(cls, *a): return cls.__name__, a
    @staticmethod
    def sm(a): return a
class Derived(Base):
    def who(self): return super().who() + ('d',)
d = Derived(); d.prop = 4
print(d.who(), d.prop, Derived.cm(1), d.sm(2), Base.__annotations__, Derived.__qualname__, Derived.who.__qualname__)
def outer():
    class In:
        def meth(self): return lambda: 0
    return In
print(outer().__qualname__, outer()().meth().__qualname__)
# globals
def setg():
    global gg
    gg = 5
setg(); print(gg)
try: undefined_name
except NameError as e: print(e)
assert True, 'no'
try: assert 1 == 2, 'msg'
except AssertionError as e: print('AE', e)
print(f"{1+1!r:>5}|{'a':<{3}}|{3.14159:.2f}|{{}}|{x=}")
try: raise ValueError from None
except ValueError as e: print(e.__suppress_context__)
print((lambda a, *b, c=3, **d: (a, b, c, d))(1, 2, d=4))
while 0: pass
else: print('while else')
for _ in (): pass
else: print('for else')
print(eval('[q * 2 for q in (1, 2)]'))
exec('zz = 1\ndef ff(): return zz + 1'); print(ff())
print(m.__doc__, a1.__defaults__, a1.__kwdefaults__, a1.__code__.co_varnames)
def deco(n):
    def d(f): print('deco', n, f.__name__); return f
    return d
@deco(1)
@deco(2)
def dd(x: int, *y: 'str', z: float = 1.0) -> None: "docs"
print(dd.__annotations__, dd.__doc__)
