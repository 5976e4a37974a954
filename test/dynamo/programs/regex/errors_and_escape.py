import re
for p in ("(", "[a", "*a", "a**", r"(?P<1>a)", r"\\1(", "(?z)"):
    try:
        re.compile(p); print("ok")
    except re.error as e:
        print(e)
print(re.escape("a.b*c"), re.compile("a+"), [m.span() for m in re.finditer("a", "banana")], repr(re.match("a", "ab")))
