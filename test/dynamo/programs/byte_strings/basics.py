b = b"hello\x00\xff"
print(b, b[0], b[1:3], len(b), list(b[:3]), b + b"!", b * 2, b"ell" in b, 104 in b, b.hex(), bytes.fromhex("de ad"), bytes(3), bytes([1, 2]), bytes("é", "utf-8"))
