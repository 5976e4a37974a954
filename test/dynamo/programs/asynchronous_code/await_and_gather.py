import types


@types.coroutine
def suspend(value):
    return (yield value)


async def step(n):
    got = await suspend(n)
    return got * 2


async def main():
    total = 0
    for i in range(3):
        total += await step(i)
    return total


def drive(coro):
    value = None
    seen = []
    while True:
        try:
            value = coro.send(value)
            seen.append(value)
            value += 10
        except StopIteration as e:
            return seen, e.value


print(drive(main()))
