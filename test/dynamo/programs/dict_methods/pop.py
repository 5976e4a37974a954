for make in (lambda: {"a": 1, "b": 2}, lambda: {}, lambda: {1: "x", "a": None}):
    d = make()
    try:
        print(d.pop("a"), end=" ")
    except KeyError as e:
        print(type(e).__name__, e, end=" ")
    print(d)
    d = make()
    try:
        print(d.pop("z", 0), end=" ")
    except KeyError as e:
        print(type(e).__name__, e, end=" ")
    print(d)
    d = make()
    try:
        print(d.pop("z"), end=" ")
    except KeyError as e:
        print(type(e).__name__, e, end=" ")
    print(d)
