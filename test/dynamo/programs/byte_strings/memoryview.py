m = memoryview(bytearray(b"abcdef"))
print(m[0], bytes(m[1:3]), len(m), m.tolist()[:2], m.readonly, m.format, m.nbytes, m == b"abcdef")
m[0] = 120
print(m.tobytes())
