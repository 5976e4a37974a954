import json
print(json.loads('{"a": [1, 2.0, null, true, "x\\u00e9\\n"], "b": {}}'), json.loads("[1e3, -5]"), json.loads('"a"'), json.loads("1", parse_int=str), json.loads('{"a": 1}', object_hook=lambda d: list(d.items())))
for bad in ("", "[1,", "{'a': 1}", "[1] x", "nul"):
    try: json.loads(bad)
    except json.JSONDecodeError as e: print(e)
