import re
m = re.search(r"(\w+)@(\w+)\.com", "mail bob@site.com now")
print(m.group(), m.group(1, 2), m.groups(), m.start(), m.span(2), re.match("a", "ba"), re.fullmatch("a+", "aaa").end())
print(re.findall(r"\d+", "a1b22"), re.findall(r"(\w)(\d)", "a1b2"), re.split(r"[,;]\s*", "a, b;c"), re.split("(-)", "a-b"), re.sub("a", "x", "banana", count=2), re.subn("a", "", "aa"))
