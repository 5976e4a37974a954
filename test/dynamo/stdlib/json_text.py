import json
d = {"a": [1, 2.5, None, True], "b": {"c": "é\n\"", "😀": 1e100}, 3: (), "n": float("nan")}
print(json.dumps(d), json.dumps(d, indent=2), json.dumps({"b":1,"a":2}, sort_keys=True, separators=(",",":")), json.dumps("é", ensure_ascii=False))
print(json.loads('{"a": [1, -2.5e3, null, true, false, "x\\u00e9\\n"], "b": {}, "big": 123456789012345678901}'), json.loads("[]"), json.loads(" 3 "), json.loads("NaN"))
for s in ["", "{", "[1,]", '{"a" 1}', "[1 2]", '"abc', "{'a':1}", "1 2", '"\\q"', "nul"]:
    try: json.loads(s)
    except json.JSONDecodeError as e: print(repr(s), e, e.pos)
try: json.dumps({1,2})
except TypeError as e: print(e)
print(json.dumps({1,2}, default=list), json.loads('{"a":1}', object_hook=lambda d: list(d.items())))
class E(json.JSONEncoder):
    def default(self, o): return "D"
print(json.dumps([object()], cls=E), json.dumps([]), json.dumps({}, indent=1), json.dumps([[]], indent=1))
