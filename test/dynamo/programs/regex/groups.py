import re
m = re.match(r"(?P<k>\w+)=(?P<v>\d+)?", "key=")
print(m.groupdict(), m["k"], m.lastgroup, m.expand(r"<\g<k>>"), re.sub(r"(\w) (\w)", r"\2 \1", "a b"), re.sub("(?P<x>a)", lambda m: m["x"].upper(), "banana"))
print(re.findall(r"(?:ab)+", "ababab"), re.search(r"(a)|(b)", "b").groups(), re.match(r"(\w)\1", "aa").group())
