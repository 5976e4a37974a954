class E:
    def __eq__(self, o):
        return NotImplemented


class L:
    def __eq__(self, o):
        return [1]

    def __ne__(self, o):
        return []


print(E() == E(), E() != 1, L() == 1, L() != 1, bool(L() == 2), L() in [1, 2], [L()] == [3])
