a, b = {"x": 1, "y": 2}, {"y": 3, "z": 4}
print(a | b, b | a, {**a, **b, "w": 0})
a |= b; print(a)
a |= [("q", 5)]; print(a)
