def f(x):
    match x:
        case []:
            return "empty"
        case [1, 2]:
            return "one two"
        case [a]:
            return f"single {a}"
        case [a, *rest, b] if a == b:
            return f"same ends {rest}"
        case (a, b):
            return f"pair {a} {b}"
        case [_, _, *_]:
            return "many"
        case _:
            return "no"


print([f(v) for v in ([], [1, 2], (3,), [1, 5, 1], (3, 4), range(5), "ab", {1, 2}, [[]], b"ab")])
