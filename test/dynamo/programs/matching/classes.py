from dataclasses import dataclass


@dataclass
class Point:
    x: int
    y: int


def f(p):
    match p:
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y):
            return f"on y {y}"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case Point():
            return "point"
        case int(n) | float(n):
            return f"number {n}"
        case str() as s:
            return f"text {s}"
        case [Point(x=a), Point(x=b)]:
            return f"points {a} {b}"
        case _:
            return "no"


print([f(v) for v in (Point(0, 0), Point(0, 2), Point(3, 3), Point(1, 2), 5, 2.5, "s", [Point(1, 1), Point(2, 2)], None, True)])
