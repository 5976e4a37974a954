def v(x):
    print("v", x, end=" ")
    return x


print(v(1) < v(2) < v(3), v(3) < v(2) < v(1))
print(1 < 2 > 0 == 0 != 5, 1 == 1.0 == True, 3 in [3] in [[3]], 1 < 3 < 2)
