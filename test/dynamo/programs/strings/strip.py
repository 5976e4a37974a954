print(repr("  x \n".strip()), "xxaxx".strip("x"), "abcba".lstrip("ab"), "abcba".rstrip("ab"), "prefix_name".removeprefix("prefix_"), "name.py".removesuffix(".py"), repr("\u2003x\u00a0".strip()))
