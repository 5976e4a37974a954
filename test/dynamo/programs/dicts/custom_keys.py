class K:
    def __init__(self, v):
        self.v = v

    def __hash__(self):
        return self.v % 2

    def __eq__(self, other):
        return isinstance(other, K) and self.v == other.v

    def __repr__(self):
        return f"K{self.v}"


d = {K(1): "a", K(3): "b", K(1): "c", K(2): "d"}
print(d, d[K(3)], K(5) in d, len(d), d.pop(K(1)), d)


class NoHash:
    def __eq__(self, other):
        return True


try:
    {NoHash(): 1}
except TypeError as e:
    print(e)
