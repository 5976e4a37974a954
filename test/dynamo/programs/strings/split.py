print("a b  c ".split(), "a,b,,c".split(","), "a,b,c".split(",", 1), "a,b,c".rsplit(",", 1), " x ".split(" "), "".split(), "".split(","), "a\nb\r\nc\x0bd".splitlines(), "a\nb\n".splitlines(True))
print("k=v=w".partition("="), "k=v=w".rpartition("="), "kv".partition("="), "kv".rpartition("="))
try:
    "a".split("")
except ValueError as e:
    print(e)
