for a in [0, 1, -7, 3.5, -0.0, "ab", "", [1], [], (2,), {1}, {}, None, 2j, b"x", 10**20, range(0), ...]:
    try:
        print("~", repr(a), repr(~a))
    except TypeError as e:
        print("~", repr(a), e)
