a = b = [1]
a += [2]; print(a is b, b)
a = a + [3]; print(a is b, a, b)
a *= 2; print(a)
print([0] * 3, 2 * [1, 2], 1 in a, 9 not in a, [*a, *b], min(a), max(a), sum(a), any([0, 1]), all([]))
