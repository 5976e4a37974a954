class C:
    n = 0

    def __getitem__(self, k):
        print("get", k)
        return 1

    def __setitem__(self, k, v):
        print("set", k, v)


c = C()
c.n += 5
c["k"] += 2
i = 0


def index():
    global i
    i += 1
    return i


a = [0, 0, 0]
a[index()] += 7
print(c.n, C.n, a, i)
