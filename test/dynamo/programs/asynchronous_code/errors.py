async def f():
    return 1


c = f()
print(type(c).__name__, c.__name__)
c.close()
try:
    c.send(None)
except RuntimeError as e:
    print(e)


async def g():
    async for x in [1]:
        pass


async def h():
    await 5


async def w():
    async with 5:
        pass


for co in (g, h, w):
    try:
        co().send(None)
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
