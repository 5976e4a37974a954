class I:
    def __index__(self):
        return 3


print([1, 2, 3, 4][I()], "abcdef"[I() :], list(range(I())), hex(I()), bin(I()), int(I()), [0] * I())
