def f(x):
    match x:
        case {"type": "circle", "r": r}:
            return f"circle {r}"
        case {"type": str(t), **rest}:
            return f"{t} {rest}"
        case {}:
            return "some mapping"
        case _:
            return "no"


print([f(v) for v in ({"type": "circle", "r": 2, "x": 1}, {"type": "sq", "side": 3}, {"type": 5}, {}, [], None)])
