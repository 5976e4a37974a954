out = []
for item in [1, "two", [3, 4], {"k": 5}, None]:
    match item:
        case int():
            out.append("int")
            continue
        case [x, *_]:
            out.append(x)
        case {"k": v}:
            out.append(v)
            break
        case _:
            out.append("other")
print(out)
