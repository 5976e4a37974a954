VALUES = [0, 1, -7, 3.5, True, "ab", [1], (2,), {1}, {1: 2}, None, 2j, b"x", frozenset({1}), ...]
for a in VALUES:
    for b in VALUES:
        try:
            print(repr(a), "*", repr(b), "=", repr(a * b))
        except ArithmeticError as e:
            print(repr(a), "*", repr(b), type(e).__name__)
        except (TypeError, ValueError) as e:
            print(repr(a), "*", repr(b), type(e).__name__, e)
