print(1j, -1j, 0j, complex(0, -0.0), 1 + 0j, complex("1+2j"), complex(1.5, -2), complex(float("inf"), float("nan")), repr(1e20 + 1j), f"{1 + 2j:.2f}")
