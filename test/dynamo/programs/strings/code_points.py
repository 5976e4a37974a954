s = "a😀é"
print(len(s), [ord(c) for c in s], s[1], s[::-1], chr(128512), "😀" * 2, s.index("é"), s.encode().hex(), sorted(s), "\N{GREEK SMALL LETTER ALPHA}" == "α", max(s))
