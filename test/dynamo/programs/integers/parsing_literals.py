print(0xFF, 0o17, 0b11, 1_000_000, 0x_ff, 10 if 0 else 0b0, 00)
