print(",".join("abc"), "".join([]), " - ".join(str(i) for i in range(3)), "x".join({"k": 1}))
try:
    ",".join([1, 2])
except TypeError as e:
    print(e)
