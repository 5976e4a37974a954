import re
print(re.findall(r"\w+(?=!)", "hi! yo"), re.findall(r"(?<=\$)\d+", "$5 6"), re.findall(r"\b\w(?!\d)", "a1 b"), re.sub(r"(?<!^)(?=[A-Z])", "_", "camelCaseName").lower(), re.findall(r"a{2,3}?", "aaaa"), re.findall(r"[^\W\d_]+", "ab1_c"))
