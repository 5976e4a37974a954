import json
print(json.dumps({"a": [1, 2.5, None, True], "é": "é\n\"", "n": {"x": ()}}), json.dumps([1, {"b": 2, "a": 1}], indent=2, sort_keys=True), json.dumps("é", ensure_ascii=False), json.dumps({1: 2, None: 3, True: 4}), json.dumps([1.0, 1e20, float("inf")]), json.dumps([1, 2], separators=(",", ":")))
for bad in ({1, 2}, object, {(1,): 1}):
    try: json.dumps(bad)
    except TypeError as e: print(e)
