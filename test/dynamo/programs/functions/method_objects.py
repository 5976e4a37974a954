class C:
    def m(self, x=1):
        return self, x


c = C()
m = c.m
print(m.__self__ is c, m.__func__ is C.m, m == c.m, m is c.m, m()[1], C.m(c, 5)[1], m.__name__, hash(m) == hash(c.m), C.m.__qualname__)
try:
    C.m()
except TypeError as e:
    print(e)
