print(True + True, True * 10, True is True, isinstance(True, int), bool([]), bool("0"), not 0, True & False, True ^ True, ~True, True | 2)
