def f(x):
    match x:
        case 0 | 1:
            return "small"
        case -5:
            return "minus five"
        case 2.5:
            return "float"
        case "a" "b":
            return "string"
        case None:
            return "none"
        case True:
            return "true"
        case 3 + 4j:
            return "complex"
        case b"x":
            return "bytes"
        case _:
            return "other"


print([f(v) for v in (0, 1, -5, 2.5, "ab", None, True, 3 + 4j, b"x", [], 1.0, False)])
