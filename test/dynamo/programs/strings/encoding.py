print("é€😀".encode(), "é".encode("latin-1"), "é€".encode("ascii", "replace"), "é€".encode("ascii", "ignore"), "é€".encode("ascii", "backslashreplace"), "é".encode("ascii", "xmlcharrefreplace"), "hi".encode("utf-16-le"))
for f in (lambda: "é".encode("ascii"), lambda: b"\xff".decode(), lambda: "x".encode("no-such")):
    try:
        f()
    except (UnicodeError, LookupError) as e:
        print(type(e).__name__, e)
