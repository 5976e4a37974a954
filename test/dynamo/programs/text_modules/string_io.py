import io
s = io.StringIO("a\nb\n")
print(s.readline(), s.read(), s.read(), s.seek(0), list(s)); w = io.StringIO(); print("x", 1, file=w); w.write("y"); print(repr(w.getvalue()), w.tell())
