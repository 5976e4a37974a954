for make in (lambda: {"a": 1, "b": 2}, lambda: {}, lambda: {1: "x", "a": None}):
    d = make()
    try:
        print(d.setdefault("a", 9), end=" ")
    except KeyError as e:
        print(type(e).__name__, e, end=" ")
    print(d)
    d = make()
    try:
        print(d.setdefault("n", 9), end=" ")
    except KeyError as e:
        print(type(e).__name__, e, end=" ")
    print(d)
    d = make()
    try:
        print(d.setdefault("m"), end=" ")
    except KeyError as e:
        print(type(e).__name__, e, end=" ")
    print(d)
