print(round(15, -1), round(25, -1), round(-15, -1), round(1234, -2), round(5), round(123456789012345678901, -5))
