for s in ["hello World", "ÀÉÎ straße", "ß", "İ", "they're bill's", "x1y2"]:
    print(s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold())
