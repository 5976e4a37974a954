class Res:
    async def __aenter__(self):
        print("enter")
        return self

    async def __aexit__(self, *a):
        print("exit", a[0])
        return True


async def agen(n):
    for i in range(n):
        yield i


async def main():
    out = [i async for i in agen(4) if i % 2]
    async with Res() as r:
        async for i in agen(2):
            out.append(i * 100)
        else:
            out.append("else")
        raise ValueError
    return out, {i: i async for i in agen(2)}


try:
    main().send(None)
except StopIteration as e:
    print(e.value)
