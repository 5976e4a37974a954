s = "Hello, World"
print(s[0], s[-1], s[2:5], s[::-1], s[::3], s[-5:], s[:-5], s[100:], s[5:2], s[10:2:-2], s[slice(1, None, 4)])
