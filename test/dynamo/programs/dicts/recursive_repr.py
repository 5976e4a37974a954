d = {}
d["self"] = d
d["list"] = [d]
print(d)
