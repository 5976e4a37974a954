"""Kinds of onnx-script that users write: breaks inside of loops, graphs handed to If, Loop and Scan, attributes of every type,
opsets of several versions, operators and subscripts of tensors, values that traced functions promote."""

from typing import Optional, Sequence

import onnx
import onnxscript
import torch
from onnx import helper
from onnxscript import BOOL, FLOAT, INT64, graph, opset15, opset17, opset18, script
from onnxscript import opset18 as op
from show import show

domain = onnxscript.values.Opset("kinds.custom", 1)
x = torch.tensor([1.0, 2.0, -3.0])
y = torch.tensor([0.5, 2.0, 4.0])
m = torch.arange(12.0).reshape(3, 4)
n = torch.tensor([5, -7, 2])


@script(default_opset=op)
def inner_breaks(a):
    total = op.Identity(a)
    for i in range(3):
        step = op.Identity(a)
        for j in range(10):
            step = step * 2.0
            stop = op.ReduceMax(step, keepdims=0) > 9.0
            if stop:
                break
        total = total + step
    return total


@script(default_opset=op)
def outer_breaks(a):
    total = a * 0.0
    for i in range(10):
        for j in range(2):
            total = total + op.Abs(a)
        stop = op.ReduceSum(total, keepdims=0) > 30.0
        if stop:
            break
    return total


@script(default_opset=op)
def while_in_for(a):
    r = op.Identity(a)
    for i in range(2):
        small = op.ReduceSum(r, keepdims=0) < 20.0
        while small:
            r = r + 3.0
            small = op.ReduceSum(r, keepdims=0) < 20.0
        r = r - 5.0
    return r


@script(default_opset=op)
def if_in_while(a):
    r = op.Identity(a)
    count = op.Constant(value_int=0)
    more = count < 5
    while more:
        even = count % 2 == 0
        if even:
            r = r + 1.0
        else:
            r = r * 2.0
        count = count + 1
        more = count < 5
    return r


@script()
def explicit_if(a, flag):
    @graph()
    def then_branch():
        return op.Mul(a, a)

    @graph()
    def else_branch():
        return op.Neg(a)

    return op.If(flag, then_branch=then_branch, else_branch=else_branch)


@script()
def explicit_loop(a):
    trips = op.Constant(value_int=3)
    go = op.Constant(value=helper.make_tensor("go", onnx.TensorProto.BOOL, [], [1]))

    @graph()
    def body(i: INT64, cond: BOOL, state):
        grown = op.Add(state, a)
        return op.Identity(cond), grown, op.ReduceSum(grown, keepdims=0)

    final, sums = op.Loop(trips, go, a, body=body)
    return final, sums


@script()
def annotated_graphs(a):
    zero = op.Constant(value_float=0.0)

    @graph()
    def step(total: FLOAT, row: FLOAT["width"]):
        following = op.Add(total, op.ReduceSum(row, keepdims=0))
        return following, op.Mul(row, following)

    last, rows = op.Scan(zero, a, body=step, num_scan_inputs=1)
    return rows, last


@script()
def scan_with_closure(a, factor):
    zero = op.Constant(value_float=0.0)

    @graph()
    def step(state, item):
        scaled = op.Mul(item, factor)
        total = op.Add(state, scaled)
        return total, op.Mul(total, factor)

    last, each = op.Scan(zero, a, body=step, num_scan_inputs=1)
    return each


@script(domain, default_opset=op)
def text_attribute(a, mode: str = "constant"):
    return op.Pad(a, op.Constant(value_ints=[1, 1]), mode=mode)


@script(default_opset=op)
def calls_with_text(a):
    return op.Concat(text_attribute(a), text_attribute(a, mode="reflect"), axis=0)


@script(domain, default_opset=op)
def passes_attributes(a, axis: int = 0, alpha: float = 0.5):
    return op.LeakyRelu(op.Softmax(a, axis=axis) - 0.3, alpha=alpha)


@script(domain, default_opset=op)
def passes_on(a, beta: float, axis: int = -1):
    return passes_attributes(a, axis=axis, alpha=beta) + passes_attributes(a)


@script(default_opset=op)
def attributes_through_two(a):
    return passes_on(a, beta=0.25) + passes_on(a, 2.0, axis=0)


@script(domain, default_opset=op)
def attribute_as_value(a, k: int, scale: float = 2.0):
    r = op.Identity(a)
    for i in range(k):
        r = r * scale + 1.0
    return r


@script(default_opset=op)
def attribute_counts(a):
    return attribute_as_value(a, k=3) - attribute_as_value(a, k=1, scale=0.5)


@script(domain, default_opset=op)
def listed(a, perm: Sequence[int], weights: Sequence[float] = (1.0, 2.0, 3.0)):
    return op.Transpose(a, perm=perm) * op.Constant(value_floats=weights)


@script(default_opset=op)
def lists_given(a):
    return listed(a, perm=[1, 0]) + listed(a, perm=[1, 0], weights=[0.0, 0.0, 1.0])


@script(domain, default_opset=op)
def maybe_clip(a, low=None, high=None):
    return op.Clip(a, low, high)


@script(default_opset=op)
def optional_inputs(a):
    low = op.Constant(value_float=-1.0)
    high = op.Constant(value_float=1.5)
    return maybe_clip(a, low, None) + maybe_clip(a, None, high) + maybe_clip(a, low, high) + op.Clip(a, None, high)


@script(default_opset=opset15)
def older_opset(a):
    return opset15.Relu(a) + opset15.Abs(a) * 2.0


@script(default_opset=opset17)
def layer_norm_17(a):
    scale = opset17.Constant(value_floats=[1.0, 2.0, 1.0, 2.0])
    return opset17.LayerNormalization(a, scale, axis=-1)


@script(default_opset=op)
def operators(a, b):
    r = a + b - a * b / (b + 3.0)
    r = -r ** 2.0
    return r


@script(default_opset=op)
def comparisons_and_logic(a, b):
    p = a > b
    q = a <= b
    e = a == b
    d = a != b
    both = op.And(p, d)
    neither = op.Not(op.Or(p, e))
    return op.Where((q | both) == neither, a, b)


@script(default_opset=op)
def whole_numbers(a):
    return (a % 3) * 2 + a / 2 - (-a)


@script(default_opset=op)
def condition_expression(a):
    big = op.ReduceMax(a, keepdims=0) > 1.5
    if big:
        r = a * 10.0
    else:
        r = a
    return r


@script(default_opset=op)
def subscripts(a):
    return a[1], a[-1], a[0:2], a[:, 1], a[1:, ::2], a[::-1, -1:], a[0, 2]


@script(default_opset=op)
def computed_subscripts(a):
    i = op.Constant(value_int=1)
    j = i + 1
    return a[i], a[i:j], a[j, 0:i], a[:, i:]


@script(default_opset=op)
def annotated_shapes(a: FLOAT[3, 4], k: INT64[1]) -> FLOAT["N", 4]:
    """Annotated arguments, and a docstring."""
    first: FLOAT[4] = a[0]
    return op.Gather(a, k) + first


@script(default_opset=op)
def annotated_any(a: FLOAT[...], flag: BOOL) -> FLOAT[...]:
    if flag:
        r = a
    else:
        r = -a
    return r


@script(default_opset=op)
def constants(a):
    i = op.Constant(value_int=2)
    f = op.Constant(value_float=0.5)
    fs = op.Constant(value_floats=[1.0, 2.0, 3.0])
    t = op.Constant(value=helper.make_tensor("t", onnx.TensorProto.FLOAT, [3], [3.0, 2.0, 1.0]))
    return (a + fs) * f + op.CastLike(i, a) * t


@script(default_opset=op)
def sequences(a, b):
    s = op.SequenceConstruct(a, b, a + b)
    length = op.SequenceLength(s)
    s = op.SequenceErase(s, 0)
    last = op.SequenceAt(s, -1)
    s = op.SequenceInsert(s, last * 2.0, 0)
    return op.ConcatFromSequence(s, axis=0, new_axis=1), op.Cast(length, to=FLOAT.dtype)


@script(default_opset=op)
def split_sequence(a):
    parts = op.SplitToSequence(a, axis=0, keepdims=0)
    total = a[0] * 0.0
    k = op.SequenceLength(parts)
    for i in range(k):
        total = total + op.SequenceAt(parts, i)
    return total


@script(default_opset=op)
def tuples(a, b):
    p, q = a * 2.0, b * 3.0
    v, i = op.TopK(p, op.Constant(value_ints=[2]), largest=0)
    return v, op.Cast(i, to=FLOAT.dtype), q


@script(default_opset=op)
def if_without_else_names(a):
    r = op.Identity(a)
    positive = op.ReduceSum(a, keepdims=0) > 0.0
    if positive:
        t = a + 1.0
        r = t * 2.0
    return r


@script(default_opset=op)
def branches_share(a):
    s = op.ReduceSum(a, keepdims=0)
    c = s > 100.0
    d = s > -100.0
    if c:
        u = a
        w = a * 2.0
    else:
        if d:
            u = a + 1.0
            w = a + 2.0
        else:
            u = a - 1.0
            w = a - 2.0
    return u * w


@script(domain, default_opset=op)
def several(a):
    return op.ReduceMin(a, keepdims=0), op.ReduceMax(a, keepdims=0)


@script(domain, default_opset=op)
def normalised(a):
    low, high = several(a)
    return (a - low) / (high - low)


@script(default_opset=op)
def functions_in_branches(a):
    c = op.ReduceSum(a, keepdims=0) > 0.0
    if c:
        r = normalised(a)
    else:
        low, high = several(a)
        r = op.CastLike(high, a) + low * a
    return r


@script(default_opset=op)
def shapes(a):
    s = op.Shape(a)
    rows = s[0]
    flat = op.Reshape(a, op.Constant(value_ints=[-1]))
    return flat * op.Cast(rows, to=FLOAT.dtype), op.Cast(op.Size(a), to=FLOAT.dtype), op.Cast(op.Shape(a, start=1), to=FLOAT.dtype)


def traced_promotes(a):
    return op.Add(op.Mul(a, 2), 1.5)


def traced_lists(a):
    return op.Reshape(op.Expand(op.Unsqueeze(a, [0]), [2, 3]), [3, 2])


def traced_int(a):
    return op.Mod(op.Add(a, 10), 4)


def traced_python(a):
    r = a
    for k in range(3):
        r = op.Add(r, op.Mul(a, float(k)))
    if len([1, 2]) == 2:
        r = op.Neg(r)
    return r


def traced_operators(a, b):
    return op.Where(op.Greater(a, 0.0), a * 2.0 + b, b - a)


def traced_default(a, k: float = 3.0, axes: Optional[Sequence[int]] = None):
    return op.Mul(op.ReduceSum(a, axes, keepdims=1), k)


def traced_bool(a):
    return op.Cast(op.And(op.Less(a, 1.0), True), to=1)


def traced_tuple(a):
    values, indices = op.TopK(a, [2])
    return values, op.Cast(indices, to=1)


show(inner_breaks, x)
show(outer_breaks, x)
show(while_in_for, x)
show(if_in_while, x)
show(explicit_if, x, torch.tensor(True))
show(explicit_if, x, torch.tensor(False))
show(explicit_loop, x, outs=[(3,), (3,)])
show(annotated_graphs, m, outs=[(3, 4), ()])
show(scan_with_closure, x, torch.tensor(2.0))
show(calls_with_text, x, outs=[(10,)])
show(attributes_through_two, x)
show(attribute_counts, x)
show(lists_given, m, outs=[(4, 3)])
show(optional_inputs, x)
show(older_opset, x)
show(layer_norm_17, m)
show(operators, x, y)
show(comparisons_and_logic, x, y)
show(whole_numbers, n)
show(condition_expression, x)
show(condition_expression, -x)
show(subscripts, m, outs=[(4,), (4,), (2, 4), (3,), (2, 2), (3, 1), ()])
show(computed_subscripts, m, outs=[(4,), (1, 4), (1,), (3, 3)])
show(annotated_shapes, m, torch.tensor([2]), outs=[(1, 4)])
show(annotated_any, x, torch.tensor(False))
show(constants, x)
show(sequences, x, y, outs=[(3, 3), ()])
show(split_sequence, m, outs=[(4,)])
show(tuples, x, y, outs=[(2,), (2,), (3,)])
show(if_without_else_names, x)
show(if_without_else_names, y)
show(branches_share, x)
show(functions_in_branches, x)
show(functions_in_branches, y)
show(shapes, m, outs=[(12,), (), (1,)])
show(traced_promotes, x)
show(traced_lists, x, outs=[(3, 2)])
show(traced_int, n)
show(traced_python, x)
show(traced_operators, x, y)
show(traced_default, x, outs=[(1,)])
show(traced_bool, x)
show(traced_tuple, x, outs=[(2,), (2,)])
