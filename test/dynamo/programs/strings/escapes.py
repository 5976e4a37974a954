print("\x41\u0042\U00000043\103\n", r"\n\x", "a\
b", "tri'ple" """ "quoted" """, '\'', "\\")
