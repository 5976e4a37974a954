for f in (lambda: [].pop(), lambda: [1].remove(2), lambda: [1].index(2), lambda: [1][5], lambda: [1]["a"], lambda: [1].pop(3), lambda: [] + (1,), lambda: [1] * "a", lambda: [3, "a"].sort(), lambda: list(5)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
