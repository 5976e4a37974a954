b = b"a,b,c"
print(b.split(b","), b.replace(b",", b"-"), b.upper(), b.find(b"b"), b.startswith(b"a"), b",".join([b"x", b"y"]), b.decode(), b.strip(b"ac"), b.partition(b","), b.count(b","), b.title(), b"%d-%s" % (5, b"x"))
