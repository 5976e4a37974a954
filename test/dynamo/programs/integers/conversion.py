print(int("42"), int("  -7 "), int("1_000"), int("ff", 16), int("0b101", 0), int("z", 36), int(3.99), int(-3.99), int(True))
for bad in ["", "1__0", "x", "1.5", "0x"]:
    try:
        int(bad)
    except ValueError as e:
        print(e)
