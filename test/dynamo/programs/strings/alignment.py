print("x".center(5, "*") + "|", "xy".center(5) + "|", "x".ljust(4) + "|", "x".rjust(4, "0"), "42".zfill(5), "-42".zfill(5), "+7".zfill(4), "a\tb\tc".expandtabs(4))
