for f in (lambda: {}["k"], lambda: {}.pop("k"), lambda: {}.popitem(), lambda: {[]: 1}, lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: {1: 2} + {}, lambda: {} < {}, lambda: {1, {}}):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
