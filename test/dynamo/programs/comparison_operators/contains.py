VALUES = [0, 1, 1.0, -7, 3.5, True, "ab", "a", [1], [1, 2], (2,), {1}, {1, 2}, {1: 2}, None, 2j, b"x", 10**20, frozenset({1}), range(3)]
for a in VALUES:
    for b in VALUES:
        try:
            print(repr(a), "in", repr(b), a in b)
        except (TypeError, ValueError) as e:
            print(repr(a), "in", repr(b), e)
