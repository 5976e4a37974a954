print((0.5).as_integer_ratio(), (3.0).is_integer(), (3.5).is_integer(), (1.5).hex(), float.fromhex("0x1.8p+1"), (-2.5).conjugate(), (2.5).real, (2.5).__floor__(), (2.5).__ceil__(), (2.7).__trunc__())
