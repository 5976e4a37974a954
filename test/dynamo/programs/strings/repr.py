for s in ["it's", 'say "hi"', "both ' and \"", "tab\tnew\nline\r", "\x00\x1f\x7f", "é\u200b😀\ud800", "back\\slash"]:
    print(ascii(s), repr(s) if "\ud800" not in s else "surrogate")
