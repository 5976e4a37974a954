print("ab" * 3, 3 * "x", "x" * 0, "x" * -1, "a" "b" "c", "a" + "b")
for f in (lambda: "a" + 1, lambda: 1 + "a", lambda: "a" * "b", lambda: "a" - "b"):
    try:
        f()
    except TypeError as e:
        print(e)
