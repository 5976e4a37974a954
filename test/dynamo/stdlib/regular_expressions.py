import re
print(re.match(r"(\w+) (?P<n>\d+)", "abc 12 x").groups(), re.match(r"(\w+) (?P<n>\d+)", "abc 12").groupdict(), re.search("b+", "aabbb"), re.findall(r"\d+", "1 22 333"), re.findall(r"(a)(b)?", "abaa"), re.split(r"[,;]\s*", "a, b;c"), re.split("(,)", "a,b"), re.sub(r"(\w)(\w)", r"\2\1", "abcd"), re.sub("a", lambda m: m.group().upper(), "banana", count=2), re.subn("x*", "-", "abxd"))
print(re.fullmatch("a|ab", "ab"), re.compile("a.c", re.S | re.I).search("xA\nC").span(), re.findall("^x", "x\nx", re.M), re.escape("a.b*c"), re.compile(r"a", re.I), re.compile("a").flags, re.I, re.I|re.M, repr(re.compile("x").groupindex))
for p in ["(", "a)", "*a", "[a", "a{2,1}", "(?P<1a>x)", r"\1", "(?<=a+)b", "a**", r"\q", "(?z)"]:
    try: re.compile(p)
    except re.error as e: print(p, e, e.pos)
print(re.match(r"(?P<q>['\"])(.*?)(?P=q)", "'ab'c").groups(), re.search(r"(?<=\$)\d+", "cost $45").group(), re.search(r"(?<!a)b", "ab bb").start(), re.search(r"a(?=b)", "acab").start(), re.findall(r"(?i)AB", "abAB"), re.findall(r"""(?x) a  # c
 b""", "ab"), re.match(r"(a)?(?(1)b|c)", "ab"), re.match(r"(a)?(?(1)b|c)", "c"), re.match("(?:ab){2,3}?", "ababab").group(), re.match("(?>a+)b", "aab"), re.match("a++b", "aaab"), re.match(r"(a|b)*", "abab").groups())
print([m.span() for m in re.finditer(r"\b\w", "hi there")], re.sub(r"(?P<x>a)", r"\g<x>\g<1>", "a"), re.findall(r"[^\W\d]+", "ab1é_"), re.findall("😀", "a😀b"), re.search("b", "a😀b").span(), re.split(r"\W+", "a b  c", maxsplit=1), re.findall("", "ab"), re.split("x*", "axbc"), re.sub("", "-", "ab"))
m = re.match("(a)(b)?", "a"); print(m.group(0,1,2), m.span(2), m.lastindex, m[1], m.start(), m.end(), m.string, m.re.pattern, m.groups("z"))
print(re.match(rb"a(\d)", b"a1").group(1), re.findall(r"([A-Z][a-z]+)", "CamelCaseString"), re.sub(r"(?<!^)(?=[A-Z])", "_", "CamelCase").lower())
print(re.match(r"layer(\d+)\.(\d+)\.conv(\d)\.weight$", "layer1.0.conv2.weight").groups(), re.match(r"^(?:norm|bias)(?:\.|$)", "norm.x"))
print(re.search(r"(\d+)x(\d+)", "patch16x32").group(1, 2), re.compile(r"_(\d+)").sub(r".\1", "a_1_2"))
