if (n := len("hello")) > 3:
    print(n)
data = [1, 5, 2, 8]
print([y for x in data if (y := x * 2) > 3], y)
while (x := data.pop()) != 1:
    print(x, end=" ")
print((z := 5) + z, any((w := i) > 1 for i in range(5)), w)
