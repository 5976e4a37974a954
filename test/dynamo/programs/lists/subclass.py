class Stack(list):
    def push(self, x):
        self.append(x)
        return self

    def __getitem__(self, i):
        r = super().__getitem__(i)
        return ("slice", r) if isinstance(i, slice) else r


s = Stack([1, 2])
s.push(3).push(4)
print(s, s[0], s[1:], len(s), s == [1, 2, 3, 4], type(s + [1]), type(s.copy()), repr(s), isinstance(s, list), s.__class__.__name__)
s.note = 1; print(s.note, list(s), sorted(s, reverse=True))
