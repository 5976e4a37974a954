for s in ["abc", "ABC", "123", "a1", "", " ", "½", "²", "x_1", "1x", "Title Case", "\t\n", "é", "def"]:
    print(repr(s), s.isalpha(), s.isdigit(), s.isdecimal(), s.isnumeric(), s.isalnum(), s.isspace(), s.isupper(), s.islower(), s.istitle(), s.isidentifier(), s.isascii(), s.isprintable())
