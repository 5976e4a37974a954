for s in ["", "a", "hello World", "  spaced\t", "ABC", "123", "áÉß", "a,b,,c", "x_y-z", "tab\there", "😀é", "line1\nline2"]:
    try:
        print(ascii(s), "rstrip", ascii(s.rstrip()))
    except ValueError as e:
        print(ascii(s), e)
    try:
        print(ascii(s), "rstrip", ascii(s.rstrip("dc")))
    except ValueError as e:
        print(ascii(s), e)
for wrong in [(1, 2, 3, 4, 5), (None, None, None, None)]:
    try:
        "abc".rstrip(*wrong)
        print("accepted")
    except TypeError:
        print("TypeError")
