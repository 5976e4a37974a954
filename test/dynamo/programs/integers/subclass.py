class Even(int):
    def __new__(cls, value):
        return super().__new__(cls, value - value % 2)

    def __repr__(self):
        return f"Even({int(self)})"


e = Even(7)
print(e, repr(e), e + 1, type(e + 1), e == 6, hash(e) == hash(6), isinstance(e, int), [e], {6: "x"}[e])
