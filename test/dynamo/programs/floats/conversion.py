print(float("1e3"), float(" 1_0.5 "), float("infinity"), float("-NaN"), float(10**20), float(True))
for bad in ["", "1e", "abc", "1__0"]:
    try:
        float(bad)
    except ValueError as e:
        print(e)
