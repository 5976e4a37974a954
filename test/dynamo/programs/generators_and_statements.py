def g():
    x = yield 1
    print('got', x)
    try:
        y = yield 2
    except ValueError as e:
        print('caught', e); y = 'exc'
    finally: print('fin')
    yield y
    return 'done'
it = g(); print(next(it), it.send('s'), it.throw(ValueError('v')))
try: next(it)
except StopIteration as e: print('stop', e.value)
def sub():
    r = yield from inner()
    print('r', r); yield r
def inner():
    try:
        a = yield 'i1'; print('a', a)
        b = yield 'i2'; print('b', b)
        return 'ret'
    except GeneratorExit: print('closed'); raise
s = sub(); print(next(s), s.send(1), s.send(2))
s = sub(); next(s); s.close()
def fib():
    a, b = 0, 1
    while True: yield a; a, b = b, a + b
import itertools
print(list(itertools.islice(fib(), 10)))
print(list(x for x in (y for y in range(5)) if x))
def bad():
    yield 1
    raise StopIteration
try: list(bad())
except RuntimeError as e: print(e, type(e.__cause__).__name__)
class It:
    def __init__(self): self.i = 0
    def __iter__(self): return self
    def __next__(self):
        self.i += 1
        if self.i > 3: raise StopIteration
        return self.i
print(list(It()), sum(It()), [*It(), *It()], max(It()))
a, b, c = It(); print(a, b, c)
class _CM:
    def __init__(self, g): self.g = g
    def __enter__(self): return next(self.g)
    def __exit__(self, t, v, tb):
        if t is None:
            try: next(self.g)
            except StopIteration: return False
            raise RuntimeError("didn't stop")
        try: self.g.throw(v)
        except StopIteration as e: return e is not v
        except BaseException as e:
            if e is not v: raise
            return False
        raise RuntimeError('no stop')
class contextlib:
    @staticmethod
    def contextmanager(f): return lambda *a, **k: _CM(f(*a, **k))
@contextlib.contextmanager
def cm(x):
    print('in', x)
    try: yield x * 2
    except KeyError: print('ke')
    finally: print('out')
with cm(3) as v: print(v)
with cm(4) as v: raise KeyError
async def co(x): return x + 1
async def main():
    r = await co(1)
    async for i in ag(): print('ag', i)
    print([i async for i in ag()])
    async with ACM() as z: print('z', z)
    return r
async def ag():
    for i in range(2):
        yield i
        await co(i)
class ACM:
    async def __aenter__(self): return 'entered'
    async def __aexit__(self, *a): print('aexit')
c = main()
try: c.send(None)
except StopIteration as e: print('value', e.value)
def deleg():
    yield from [1, 2]
    yield from 'ab'
    x = yield from g2()
    yield x
def g2(): 
    yield 'g2'
    return 'rv'
print(list(deleg()))
def tree(n):
    if n: yield from tree(n - 1); yield n; yield from tree(n - 1)
print(list(tree(4)))
gen = (i for i in range(3)); print(next(gen), list(gen), list(gen))
print(type(gen), gen.gi_code.co_name)
def w():
    with cm('w'):
        yield 1
list(w())
def counter():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    return inc
c = counter(); c(); print(c(), c.__closure__[0].cell_contents)
fs = [lambda i=i: i for i in range(3)]; print([f() for f in fs])
def dflt(a, b=2, *args, c, d=4, **kw): return (a, b, args, c, d, kw)
print(dflt(1, c=3), dflt(1, 2, 3, 4, c=5, z=6), dflt(*[1, 2], **{'c': 3}))
print(dflt.__defaults__, dflt.__kwdefaults__, dflt.__name__, dflt.__code__.co_varnames, dflt.__code__.co_argcount)
def ann(a: int, b: 'str' = 1) -> float: pass
print(ann.__annotations__)
match {'a': 1, 'b': [1, 2, 3]}:
    case {'a': int(x), 'b': [first, *rest]}: print(x, first, rest)
class Pt:
    __match_args__ = ('x', 'y')
    def __init__(s, x, y): s.x = x; s.y = y
for v in [Pt(0, 1), Pt(1, 2), 5, 'str', [1, 2], (1, 2, 3), {'k': 1}, None, 3.5]:
    match v:
        case Pt(0, y): print('pt0', y)
        case Pt(x=1, y=y): print('pt1', y)
        case int(n) if n > 3: print('int', n)
        case str(): print('s')
        case [a, b]: print('two', a, b)
        case [a, *_]: print('seq', a)
        case {'k': v, **rest}: print('map', v, rest)
        case None | 1: print('none')
        case _: print('other')
if (n := 10) > 5: print(n)
print([y := 1, y**2], {**{'a': 1}, 'b': 2}, [*range(3), *'ab'], {*[1, 2], 3})
x = 5; x += 1; x <<= 2; x |= 1; print(x, x if x > 3 else 0, not x, ~x, -x, +x)
l = [1, 2, 3, 4]; l[1:3] = [9]; del l[0]; print(l, l[::-1], l[-1])
print('%s %d %r' % ('a', 3, 'q'), '{:>5}|{a}'.format(3, a=1), f'{x=} {3.5:8.3f} {"q"!r}')
print(0 < 1 < 2 > 1, 1 < 0 < None if False else 'short', 'a' in 'abc', 3 not in [1])
def deco(n):
    def d(f):
        def w(*a): return (n, f(*a))
        return w
    return d
@deco(1)
@deco(2)
def dd(x): return x
print(dd(3))
for i in range(3):
    if i == 5: break
else: print('else')
while True:
    break
else: print('no')
global_x = 1
def gl():
    global global_x
    global_x += 1
gl(); print(global_x)
print((lambda *a, **k: (a, k))(1, 2, b=3))
print({1: 'a', 1.0: 'b', True: 'c'}, {(1, 2): 3}[(1, 2)], hash((1, 2)) == hash((1, 2)))
print(sorted({3, 1, 2}), frozenset([1]) == {1}, 1 in {1.0: 0}, 10**20 in {10**20: 1})
