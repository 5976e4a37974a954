"""Nested dicts and lists, as programs that read JSON handle them: building, walking, grouping, writing as text."""

import time


def make(n):
    kinds = ["conv", "linear", "norm", "attention"]
    return [
        {
            "id": i,
            "kind": kinds[i % 4],
            "shape": [i % 7, i % 5, 3],
            "attrs": {"stride": i % 3, "name": f"layer.{i}", "bias": i % 2 == 0, "scale": i / 8},
            "inputs": [i - k for k in range(1, 4) if i >= k],
        }
        for i in range(n)
    ]


def write(value, out):
    if value is None:
        out.append("null")
    elif value is True:
        out.append("true")
    elif value is False:
        out.append("false")
    elif isinstance(value, str):
        out.append('"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"')
    elif isinstance(value, (int, float)):
        out.append(repr(value))
    elif isinstance(value, dict):
        out.append("{")
        first = True
        for key, item in value.items():
            if not first:
                out.append(", ")
            first = False
            write(key, out)
            out.append(": ")
            write(item, out)
        out.append("}")
    else:
        out.append("[")
        for i, item in enumerate(value):
            if i:
                out.append(", ")
            write(item, out)
        out.append("]")


def group(records):
    groups = {}
    for record in records:
        groups.setdefault(record["kind"], []).append(record)
    counts = {}
    for kind, members in groups.items():
        for member in members:
            key = (kind, member["attrs"]["stride"], tuple(member["shape"]))
            counts[key] = counts.get(key, 0) + 1
    return groups, counts


def reach(records):
    depth = {}
    for record in records:
        depth[record["id"]] = 1 + max((depth[i] for i in record["inputs"] if i in depth), default=0)
    return depth


def run():
    total = 0
    for _ in range(24):
        records = make(1500)
        groups, counts = group(records)
        depth = reach(records)
        out = []
        write(records, out)
        merged = {**groups["conv"][0], **{"extra": len(counts)}}
        by_name = {r["attrs"]["name"]: r for r in records if r["attrs"]["bias"]}
        total += len("".join(out)) + len(counts) + depth[1499] + merged["extra"] + len(by_name)
    return total


start = time.perf_counter()
result = run()
seconds = time.perf_counter() - start
print(result)
print(f"seconds {seconds:.6f}")
