print(round(0.5), round(1.5), round(2.5), round(-0.5), round(2.675, 2), round(1234.5678, -2), round(1e300), round(0.15, 1), round(5.015, 2), type(round(2.0)), type(round(2.0, 0)))
