def parse(text):
    return int(text)


def main(values):
    total = 0
    for v in values:
        total += parse(v)
    return total


print(main(["1", "2"]))
main(["3", "x"])
