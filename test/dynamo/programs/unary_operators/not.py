for a in [0, 1, -7, 3.5, -0.0, "ab", "", [1], [], (2,), {1}, {}, None, 2j, b"x", 10**20, range(0), ...]:
    try:
        print("not ", repr(a), repr(not a))
    except TypeError as e:
        print("not ", repr(a), e)
