a = bytearray(b"abc")
a.append(100)
a.extend(b"ef")
a[0] = 65
a[1:3] = b"XYZ"
del a[-1]
a.insert(0, 33)
print(a, a.pop(), len(a), bytes(a), a == b"!AXYZd", a.find(b"Y"))
a.reverse()
print(a)
try:
    a[0] = 256
except ValueError as e:
    print(e)
