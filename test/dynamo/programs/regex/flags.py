import re
print(re.findall("^a", "a\nA\na", re.M | re.I), re.search("a.b", "a\nb", re.S) is not None, re.compile(r"""
 \d+  # digits
 [a-z] # letter
""", re.X).match("12a").group(), re.match("(?i)AB", "ab").group(), re.I | re.M, re.compile("a", re.I).flags & re.I)
