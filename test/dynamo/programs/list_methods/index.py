for make in (lambda: [3, 1, 2, 2], lambda: [], lambda: [1]):
    x = make()
    try:
        print(x.index(2), end=" ")
    except (ValueError, IndexError) as e:
        print(type(e).__name__, e, end=" ")
    print(x)
    x = make()
    try:
        print(x.index(2, 2), end=" ")
    except (ValueError, IndexError) as e:
        print(type(e).__name__, e, end=" ")
    print(x)
    x = make()
    try:
        print(x.index(99), end=" ")
    except (ValueError, IndexError) as e:
        print(type(e).__name__, e, end=" ")
    print(x)
