s = "banana"
print(s.find("an"), s.rfind("an"), s.find("x"), s.index("n"), s.rindex("n"), s.count("a"), s.count("ana"), s.find("a", 2), s.find("a", 2, 3), s.count(""), s.find("", 10))
print(s.startswith("ba"), s.endswith(("x", "na")), s.startswith("na", 2), "nan" in s, "" in s, s.startswith(""))
try:
    s.index("z")
except ValueError as e:
    print(e)
