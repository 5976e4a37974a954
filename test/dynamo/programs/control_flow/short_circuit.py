def t(x):
    print("t", x)
    return x


print(t(0) or t("") or t([]), t(1) and t(2), not t(0), t(1) if t(0) else t(3))
print(0 or "default", [] and 1, None or 0 or False, 1 and "x" or "y")
