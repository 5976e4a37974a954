print(1, 2, sep="-", end="!\n"); print(*"abc", sep=""); print(); print("a", None, [1], sep=None); print("x", end=""); print("", "y")
try: print(1, sep=5)
except TypeError as e: print(e)
