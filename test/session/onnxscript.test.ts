/** onnx-script functions registered for operators, in exports whose models run in ONNX Runtime. */

import { describe, expect, it } from "vitest";
import { CUSTOM_OPERATOR, printed, runExport } from "./helpers.ts";

const PRELUDE = `
import torch, onnxscript
from onnxscript import opset18 as op, script, FLOAT, INT64, BOOL
from onnx import TensorProto
from typing import Sequence

${CUSTOM_OPERATOR}class M(torch.nn.Module):
    def forward(self, x):
        return torch.ops.mylib.f(x)
x = torch.tensor([1.0, 2.0, 3.0])
def show(fn, x=x):
    p = torch.onnx.export(M(), (x,), custom_translation_table={torch.ops.mylib.f.default: fn})
    print([round(v, 4) for v in p(x)[0].flatten().tolist()])
    return p
`;

describe("script functions", () => {
  it.each([
    ["operators, constants and casts", "y = x * 2 + 1\n    return y - 0.5", "[2.5, 4.5, 6.5]"],
    ["unary and comparison", "return op.Where(x > 1, -x, x ** 2)", "[1.0, -2.0, -3.0]"],
    [
      "calls with attributes",
      "return op.Add(op.ReduceSum(x, keepdims=0), op.Cast(op.Shape(x), to=FLOAT.dtype))",
      "[9.0]",
    ],
    [
      "casts by TensorProto",
      "i = op.Cast(x, to=TensorProto.INT64)\n    return op.Cast(i + 1, to=1)",
      "[2.0, 3.0, 4.0]",
    ],
    [
      "if",
      "c = op.ReduceSum(x, keepdims=0) > 5\n    if c:\n        y = x + 1\n    else:\n        y = x - 1\n    return y",
      "[2.0, 3.0, 4.0]",
    ],
    [
      "nested if",
      "c = op.ReduceSum(x, keepdims=0) > 5\n    d = op.ReduceMax(x, keepdims=0) > 5\n    y = x\n    if c:\n        if d:\n            y = x * 10\n        else:\n            y = x * 100\n    return y",
      "[100.0, 200.0, 300.0]",
    ],
    [
      "for over range",
      "s = x\n    for i in range(3):\n        s = s + op.Cast(i, to=1)\n    return s",
      "[4.0, 5.0, 6.0]",
    ],
    [
      "for with break",
      "s = x\n    for i in range(10):\n        s = s * 2\n        stop = op.ReduceMax(s, keepdims=0) > 10\n        if stop:\n            break\n    return s",
      "[4.0, 8.0, 12.0]",
    ],
    [
      "while",
      "s = x\n    go = op.ReduceMax(s, keepdims=0) < 20\n    while go:\n        s = s + x\n        go = op.ReduceMax(s, keepdims=0) < 20\n    return s",
      "[7.0, 14.0, 21.0]",
    ],
    ["slices", "return op.Concat(x[1:], x[:1], axis=0)", "[2.0, 3.0, 1.0]"],
    ["negative step and index", "return x[::-1] * x[-1]", "[9.0, 6.0, 3.0]"],
    [
      "tuples from operators",
      "v, i = op.TopK(x, op.Constant(value_ints=[2]))\n    return op.Add(v, op.Cast(i, to=1))",
      "[5.0, 3.0]",
    ],
    [
      "sequences",
      "s = op.SequenceEmpty()\n    s = op.SequenceInsert(s, x)\n    s = op.SequenceInsert(s, x * 2)\n    return op.ConcatFromSequence(s, axis=0)",
      "[1.0, 2.0, 3.0, 2.0, 4.0, 6.0]",
    ],
    [
      "a sequence through a loop",
      "s = op.SequenceInsert(op.SequenceEmpty(), x)\n    for i in range(2):\n        s = op.SequenceInsert(s, x)\n    return op.ConcatFromSequence(s, axis=0)",
      "[1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 1.0, 2.0, 3.0]",
    ],
    ["names from around", "return x * FACTOR + op.Constant(value_float=1.0)", "[8.0, 15.0, 22.0]"],
    ["augmented assignment and tuples", "a, b = x, x * 2\n    a += b\n    return a", "[3.0, 6.0, 9.0]"],
    [
      "a nested function as subgraph",
      "def body(acc, e):\n        n = acc + e\n        return n, n\n    z = op.Constant(value_float=0.0)\n    last, all = op.Scan(z, x, body=body, num_scan_inputs=1)\n    return all",
      "[1.0, 3.0, 6.0]",
    ],
    ["float remainder", "return x % 1.5", "[1.0, 0.5, 0.0]"],
    ["logic", "c = (x > 1.0) & (x < 3.0)\n    return op.Cast(not c, to=1)", "[1.0, 0.0, 1.0]"],
  ])("%s", async (_name, body, expected) => {
    const text = await printed(`${PRELUDE}
FACTOR = 7.0
@script()
def g(x):
    """A docstring."""
    ${body}
show(g)
`);
    expect(text).toBe(`${expected}\n`);
  });

  it("calls other functions, with attributes and their defaults", async () => {
    const text = await printed(`${PRELUDE}
custom = onnxscript.values.Opset("my.domain", 1)
@script(custom, default_opset=op)
def scaled(x, factor: float = 2.0, axes: Sequence[int] = (0,), flip: bool = False):
    y = x * factor
    if flip:
        y = -y
    else:
        y = op.Identity(y)
    return y
@script()
def g(x):
    return scaled(x) + scaled(x, factor=10.0, flip=True)
p = show(g)
print(sorted(f.name for f in p.model_proto.functions if f.domain in ("this", "my.domain")))
print([a.name for fn in p.model_proto.functions if fn.name == "scaled" for a in fn.attribute_proto])
def traced(x):
    y = 2 * op.Exp(x * 0.0)
    return scaled(y, factor=0.5) + 1
show(traced)
`);
    expect(text).toBe(`[-8.0, -16.0, -24.0]
['g', 'scaled']
['factor', 'axes', 'flip']
[2.0, 2.0, 2.0]
`);
  });

  it("refuses what it can't translate, at its place", async () => {
    const run = await runExport(`${PRELUDE}
@script()
def g(x):
    return sorted(x)
`);
    const [found] = run.diagnostics;
    expect(found?.message).toContain("only operators of an opset and onnx-script functions can be called");
    expect([found?.span?.line, found?.span?.column]).toEqual([24, 12]);
  });
});

describe("OnnxRegistry", () => {
  it("orders functions, tells what is registered, and translates with the last one", async () => {
    const text = await printed(`${PRELUDE}
registry = torch.onnx.OnnxRegistry()
print(registry.opset_version, registry.is_registered_op("aten", "add", "Tensor"), registry.is_registered_op("mylib", "f"))
print(registry.get_op_functions("mylib", "f"))
def one(x):
    return x + 1
def two(x):
    return x + 2
registry.register_op(one, "mylib", "f")
registry.register_op(function=two, namespace="mylib", op_name="f", overload="default")
def add(a, b, alpha=1):
    return op.Mul(a, b)
registry.register_op(add, "aten", "add", "Tensor")
print([f.is_custom for f in registry.get_op_functions("aten", "add", "Tensor")], [f.onnx_function is two for f in registry.get_op_functions("mylib", "f")])
class Both(torch.nn.Module):
    def forward(self, x):
        return torch.ops.mylib.f(x) + x
p = torch.onnx.dynamo_export(Both(), x, export_options=torch.onnx.ExportOptions(onnx_registry=registry))
print(p(x)[0].tolist())
for bad in ("a.b", "", 3):
    try:
        registry.register_op(one, bad, "f")
    except ValueError as e:
        print(str(e).split(":")[0])
`);
    expect(text).toBe(`18 True False
None
[False, True] [False, True]
[3.0, 8.0, 15.0]
'a.b' is not a valid name
'' is not a valid name
3 is not a valid name
`);
  });
});
