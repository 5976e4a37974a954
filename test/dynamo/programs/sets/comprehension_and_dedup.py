print(sorted({x % 4 for x in range(10)}), list(dict.fromkeys([3, 1, 3, 2, 1])), len(set([(1, 2), (1, 2), (2, 1)])), {len(w) for w in ["a", "bb", "cc"]})
