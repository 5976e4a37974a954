a, b = {1, 2, 3}, {3, 4}
print(a | b, a & b, a - b, a ^ b, a <= {1, 2, 3, 4}, a < a, a >= {1}, a.isdisjoint({9}), a.union([5], (6,)), a.intersection([1, 2], [2]), a.difference([1]), a.symmetric_difference([1, 9]), a.issubset(range(9)), a.issuperset([1]))
try:
    a | [1]
except TypeError as e:
    print(e)
