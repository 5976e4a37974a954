print([x * y for x in range(3) for y in range(x)], [[i, j] for i in "ab" for j in (1, 2) if j > 1], [x for x in range(20) if x % 2 if x % 3], [(lambda: x)() for x in range(3)], [y := 1, y + 1])
print({x: x**2 for x in range(3)}, {x % 3 for x in range(9)}, [[r[i] for r in [[1, 2], [3, 4]]] for i in range(2)])
