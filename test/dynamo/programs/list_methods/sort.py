for make in (lambda: [3, 1, 2, 2], lambda: [], lambda: [1]):
    x = make()
    try:
        print(x.sort(), end=" ")
    except (ValueError, IndexError) as e:
        print(type(e).__name__, e, end=" ")
    print(x)
    x = make()
    try:
        print(x.sort(reverse=True), end=" ")
    except (ValueError, IndexError) as e:
        print(type(e).__name__, e, end=" ")
    print(x)
    x = make()
    try:
        print(x.sort(key=lambda v: -v), end=" ")
    except (ValueError, IndexError) as e:
        print(type(e).__name__, e, end=" ")
    print(x)
