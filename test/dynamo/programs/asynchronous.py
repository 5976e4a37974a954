try:
    raise ExceptionGroup('g', [ValueError(1), TypeError(2), KeyError(3)])
except* ValueError as e: print('V', e.exceptions)
except* TypeError: print('T')
except* KeyError as k: print('K', k.exceptions)
try:
    try: raise ExceptionGroup('g', [ValueError(1), OSError(2)])
    except* ValueError: raise RuntimeError('new')
except ExceptionGroup as e: print([type(x).__name__ for x in e.exceptions])
class A:
    def __await__(self): yield 'aw'; return 5
class It:
    def __init__(self): self.n = 0
    def __aiter__(self): return self
    async def __anext__(self):
        self.n += 1
        if self.n > 3: raise StopAsyncIteration
        return self.n
class ACM:
    async def __aenter__(self): return 'in'
    async def __aexit__(self, *a): print('aexit', a[0]); return True
async def ag():
    for i in range(3): yield i
    await A()
async def co():
    x = await A()
    async with ACM() as q:
        print(q); raise ValueError
    r = [i async for i in It() if i != 2]
    s = {j: [k async for k in ag()] async for j in It()}
    async for z in It():
        if z == 2: break
    else: print('no')
    return x, r, s, z
c = co()
n = 0
try:
    while True: c.send(None); n += 1
except StopIteration as e: print(n, e.value)
