g = (x * x for x in range(5) if x % 2)
print(g.__class__.__name__, next(g), list(g), sum(i for i in range(4)), max((len(w), w) for w in ["a", "ccc", "bb"]), tuple(i for i in "ab"), dict((k, v) for k, v in [("a", 1)]), any(x > 2 for x in [1, 3]))
def lazy():
    print("evaluated")
    return [1]
g = (y for y in lazy())
print("created")
print(list(g))
