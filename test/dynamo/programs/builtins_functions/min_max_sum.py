def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


print(min(3, 1, 2), max("ab", "b"), min([[2], [1, 5]]), max({"a": 1, "b": 2}), sum(range(5)), sum([0.1] * 3), max([1, 2], key=lambda x: -x), min("", default="none"))
attempt(lambda: min(1)); attempt(lambda: sum("ab")); attempt(lambda: max(1, "a")); attempt(lambda: sum([1], "a"))
