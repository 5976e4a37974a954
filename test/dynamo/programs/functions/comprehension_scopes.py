x = "outer"
print([x for x in range(3)], x, {x: y for x, y in [(1, 2)]}, x, [[x for x in "ab"] for x in range(2)], x)


class C:
    y = [1, 2]
    z = [i for i in y]


print(C.z, list(map(lambda n: [n + i for i in range(n)], range(3))))
