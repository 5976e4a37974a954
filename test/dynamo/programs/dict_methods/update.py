for make in (lambda: {"a": 1, "b": 2}, lambda: {}, lambda: {1: "x", "a": None}):
    d = make()
    try:
        print(d.update({"a": 7, "q": 8}), end=" ")
    except KeyError as e:
        print(type(e).__name__, e, end=" ")
    print(d)
    d = make()
    try:
        print(d.update([("k", 1)]), end=" ")
    except KeyError as e:
        print(type(e).__name__, e, end=" ")
    print(d)
    d = make()
    try:
        print(d.update(z=1), end=" ")
    except KeyError as e:
        print(type(e).__name__, e, end=" ")
    print(d)
