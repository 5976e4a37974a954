print(1.5 + 2, 7.0 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, 2.0**0.5, (-8.0) ** 3, 2**0.5, divmod(-7.5, 2))
for f in (lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 0.0**-1):
    try:
        f()
    except ZeroDivisionError as e:
        print(e)
