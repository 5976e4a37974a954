def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


import itertools as it
attempt(lambda: list(it.islice([1], -1)))
attempt(lambda: list(it.combinations([1, 2], -1)))
attempt(lambda: list(it.repeat(1, -1)))
attempt(lambda: list(it.accumulate([1, "a"])))
attempt(lambda: list(it.chain(1)))
