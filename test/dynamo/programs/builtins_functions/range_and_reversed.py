print(list(reversed(range(0, 10, 3))), list(reversed("abc")), list(reversed([1, 2])), list(reversed({"a": 1, "b": 2})), list(reversed(range(0))), 5 in range(0, 10, 5), range(5)[-1])
