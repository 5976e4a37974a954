words = ["banana", "Apple", "cherry", "apple"]
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len, reverse=True), sorted([(2, "b"), (1, "z"), (2, "a")]), sorted({3: 1, 1: 2}))
data = [(i % 3, i) for i in range(9)]
data.sort(key=lambda p: p[0]); print(data)
data.sort(key=lambda p: p[0], reverse=True); print(data)
print(sorted([True, 0.5, 2, -1]), sorted("hello"))
