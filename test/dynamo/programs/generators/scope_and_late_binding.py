n = 1
g = (n * i for i in [1, 2, 3])
n = 10
print(list(g))
fs = [lambda: i for i in range(3)]
print([f() for f in fs])
