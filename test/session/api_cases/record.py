"""Records what real PyTorch prints and writes for each case: `python record.py FOLDER NAME... > OUT` (one JSON line a case).

A case is the text between two lines `# %% name`; it runs behind prelude.py, in a directory of its own.
"""

import contextlib
import io
import json
import logging
import os
import re
import sys
import tempfile
import types

import onnx

logging.disable(logging.CRITICAL)
FOLDER = sys.argv[1]
DTYPES = {1: "float", 6: "int32", 7: "int64", 9: "bool", 10: "float16", 11: "double", 16: "bfloat16"}
STATE = re.compile(r"(^|\.)(weight|bias|offset)$")


def value(v):
    sizes = [d.dim_param or d.dim_value for d in v.type.tensor_type.shape.dim]
    return f"{v.name}: {DTYPES[v.type.tensor_type.elem_type]}{json.dumps(sizes)}"


def weight(t):
    return f"{t.name}: {DTYPES[t.data_type]}{json.dumps(list(t.dims))}"


def described(path):
    if path.endswith(".md"):
        return [re.sub(r"^#+ ", "", line).rstrip() for line in open(path, encoding="utf-8") if re.match("#{2,} ", line)]
    if not path.endswith(".onnx"):
        return None
    g = onnx.load(path, load_external_data=False).graph
    kept = [t for t in g.initializer if STATE.search(t.name)]
    return {
        "inputs": [value(v) for v in g.input],
        "outputs": [re.sub(r"_\d+:", ":", value(v)) for v in g.output],
        "weights": sorted(weight(t) for t in kept),
        "outside": sorted(t.name for t in kept if t.data_location == 1),
    }


def run(folder, name, source):
    path = os.path.join(folder, "case.py")
    with open(path, "w") as f:
        f.write(source)
    os.mkdir(os.path.join(folder, "out"))
    os.chdir(os.path.join(folder, "out"))
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        # onnxscript finds a function's globals in its module.
        main = sys.modules["__main__"] = types.ModuleType("__main__")
        exec(compile(source, path, "exec"), vars(main))
    files = {}
    for directory, _, names in os.walk("."):
        for file in names:
            at = os.path.relpath(os.path.join(directory, file), ".")
            files[re.sub(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d-\d{6}", "TIME", at)] = described(at)
    return {"name": name, "stdout": out.getvalue(), "files": dict(sorted(files.items()))}


with open(os.path.join(FOLDER, "prelude.py")) as f:
    prelude = f.read()
for file in sys.argv[2:]:
    with open(os.path.join(FOLDER, f"{file}.py")) as f:
        parts = re.split(r"^# %% (.+)$", f.read(), flags=re.M)[1:]
    for name, text in zip(parts[::2], parts[1::2]):
        with tempfile.TemporaryDirectory() as folder:
            try:
                recorded = run(folder, f"{file}: {name}", prelude + text)
            finally:
                os.chdir(FOLDER)
        print(json.dumps(recorded, ensure_ascii=False), flush=True)
