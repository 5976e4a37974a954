class Old:
    def __getitem__(self, i):
        if i >= 3:
            raise IndexError
        return i * 10


o = Old()
print(list(o), 20 in o, 5 in o, [*o], max(o), tuple(reversed([*o])))
a, b, c = o
print(a, b, c)
try:
    len(o)
except TypeError as e:
    print(e)
