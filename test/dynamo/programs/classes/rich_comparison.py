from functools import total_ordering


@total_ordering
class R:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        return self.v == o.v

    def __lt__(self, o):
        return self.v < o.v

    def __repr__(self):
        return f"R{self.v}"


print(R(1) < R(2), R(1) <= R(1), R(2) > R(1), R(1) >= R(2), R(1) != R(2), sorted([R(3), R(1), R(2)]), max(R(1), R(5)), R.__hash__)
