from pprint import pformat, pprint
pprint({"b": [1, 2], "a": (3,)}); pprint(list(range(40)), width=40); print(pformat({"k" * 30: "v" * 50, "z": {"n": None}}))
