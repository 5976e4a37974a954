data = [("b", 2), ("a", 2), ("c", 1)]
print(sorted(data, key=lambda t: t[1]), sorted(data, key=lambda t: t[1], reverse=True), sorted("bca", reverse=True), sorted([3, 1.5, True]))
try: sorted([1, "a"])
except TypeError as e: print(e)
try: sorted([1], None)
except TypeError as e: print(e)
