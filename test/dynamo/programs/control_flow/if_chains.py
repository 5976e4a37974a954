def kind(x):
    if x is None:
        return "none"
    elif isinstance(x, bool):
        return "bool"
    elif isinstance(x, (int, float)):
        return "number" if x else "zero"
    else:
        return "other"


print([kind(v) for v in (None, True, 0, 1.5, "s")])
