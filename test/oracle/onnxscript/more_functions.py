"""More onnx-script functions, of kinds that are met less often; see functions.py."""

from typing import Sequence
import onnxscript
import torch
from onnx import TensorProto, helper
from onnxscript import FLOAT, BOOL, INT64, graph, script
from onnxscript import opset18 as op
from onnxscript.onnx_opset import opset18 as aliased
from show import show

custom = onnxscript.values.Opset("more.custom", 1)
x = torch.tensor([1.0, -2.0, 3.0])
y = torch.tensor([0.5, 0.25, -1.0])
m = torch.arange(12.0).reshape(3, 4) - 5.0
SCALE = 3.0


@script(default_opset=op)
def matmul_op(a, b):
    return a @ op.Transpose(b, perm=[1, 0])

@script(default_opset=op)
def mod_pow(a):
    return (a ** 2.0) - op.Mod(a, op.Constant(value_float=2.0), fmod=1)

@script(default_opset=op)
def comparisons(a, b):
    low = a >= b
    high = a <= b + 2.0
    both = op.And(low, high)
    return op.Cast(both, to=1)

@script(default_opset=op)
def not_equal(a, b):
    return op.Where(a != b, a, b * SCALE)

@script(default_opset=op)
def either(a, b):
    return op.Cast((a > 1.0) | (b > 0.0), to=1)

@script(default_opset=op)
def slice_step(a):
    return a[0:3:2, 1:4]

@script(default_opset=op)
def slice_negative(a):
    return a[:, -2:]

@script(default_opset=op)
def slice_reverse(a):
    return a[::-1]

@script(default_opset=op)
def index_row(a):
    return a[1] + a[-1]

@script(default_opset=op)
def index_two(a):
    return a[1, 2]

@script(default_opset=op)
def index_tensor(a):
    i = op.Constant(value_int=2)
    return a[i]

@script(default_opset=op)
def index_mixed(a):
    return a[1:3, 0]

@script(default_opset=op)
def nested_if(a):
    s = op.ReduceSum(a, keepdims=0)
    if s > 10.0:
        r = a * 2.0
    else:
        if s > 0.0:
            r = a + 1.0
        else:
            r = a - 1.0
    return r

@script(default_opset=op)
def if_two_values(a):
    if op.ReduceMax(a, keepdims=0) > 2.0:
        p = a + 1.0
        q = a - 1.0
    else:
        p = a
        q = a * 0.0
    return p * q

@script(default_opset=op)
def if_in_loop(a):
    total = op.Identity(a)
    for i in range(4):
        if op.Cast(op.Mod(i, 2), to=9):
            total = total + 1.0
        else:
            total = total * 2.0
    return total

@script(default_opset=op)
def loop_in_if(a):
    if op.ReduceMax(a, keepdims=0) > 0.0:
        t = a
        for i in range(3):
            t = t + a
        r = op.Identity(t)
    else:
        r = op.Neg(a)
    return r

@script(default_opset=op)
def nested_loops(a):
    t = op.Identity(a)
    for i in range(2):
        for j in range(3):
            t = t + 1.0
        t = t * 2.0
    return t

@script(default_opset=op)
def while_with_counter(a):
    n = op.Constant(value_int=0)
    cond = n < 5
    t = a
    while cond:
        t = t + a
        n = n + 1
        cond = n < 5
    return t

@script(default_opset=op)
def while_break(a):
    n = op.Constant(value_int=0)
    cond = op.Constant(value=helper.make_tensor("c", TensorProto.BOOL, [], [True]))
    t = a
    while cond:
        t = t * 2.0
        stop = op.ReduceMax(t, keepdims=0) > 20.0
        n = n + 1
        cond = op.Not(stop)
    return t + op.CastLike(n, a)

@script(custom, default_opset=op)
def inner(a, alpha: float = 0.5, axes: Sequence[int] = (0,), name: str = "none"):
    return a * alpha

@script(default_opset=op)
def calls_inner(a):
    return inner(a) + inner(a, alpha=2.0)

@script(custom, default_opset=op)
def middle(a, k: int):
    return inner(a, alpha=4.0) + op.CastLike(op.Constant(value_int=k), a)

@script(default_opset=op)
def deep(a):
    return middle(a, k=3) - middle(a, k=1) + middle(a, k=2)

@script(default_opset=op)
def sequence_ops(a, b):
    s = op.SequenceConstruct(a, b)
    s = op.SequenceInsert(s, a + b)
    first = op.SequenceAt(s, 0)
    n = op.SequenceLength(s)
    return first * op.CastLike(n, first)

@script(default_opset=op)
def sequence_loop(a):
    s = op.SequenceEmpty(dtype=1)
    for i in range(3):
        s = op.SequenceInsert(s, a * op.CastLike(i, a))
    return op.ConcatFromSequence(s, axis=0)

@script(default_opset=op)
def tensor_literals(a):
    t = op.Constant(value=helper.make_tensor("t", TensorProto.FLOAT, [3], [1.0, 2.0, 3.0]))
    return a + t + [1.0, 0.0, -1.0]

@script(default_opset=op)
def typed(a: FLOAT[...], b: FLOAT["N"]) -> FLOAT[...]:
    c: FLOAT["N"] = a + b
    return c

@script(default_opset=op)
def two_opsets(a):
    return op.Abs(aliased.Neg(a))

@script(default_opset=op)
def captured_scan(a, bias):
    @graph()
    def body(state, item):
        new = state + item * bias
        return new, op.Identity(new)
    start = op.Constant(value_float=0.0)
    last, all = op.Scan(start, a, body=body, num_scan_inputs=1)
    return all + last

@script(default_opset=op)
def return_tuple(a):
    v, i = op.TopK(a, op.Constant(value_ints=[2]))
    return v, op.Cast(i, to=1)

@script(default_opset=op)
def unused_and_shadowed(a):
    b = a + 1.0
    b = b * 2.0
    c = b
    b = c - a
    return b

@script(default_opset=op)
def floor_div(a):
    return op.Floor(a / 2.0)

@script(default_opset=op)
def conditional_bool_literal(a):
    keep = True
    b = op.Dropout(a, 0.5, False)
    return b

@script(default_opset=op)
def shape_arith(a):
    shape = op.Shape(a)
    n = op.Gather(shape, op.Constant(value_int=0))
    new = op.Concat(op.Reshape(n * 4, op.Constant(value_ints=[1])), axis=0)
    return op.Reshape(a, new)

@script(default_opset=op)
def optional_none(a):
    return op.Clip(a, None, 2.0)

@script(default_opset=op)
def int_ops(a):
    n = op.Cast(a, to=7)
    r = (n + 7) / 2 * 3 - 1
    return op.Cast(r, to=1)

@script(default_opset=op)
def loop_carried_pair(a):
    f = op.Identity(a)
    g = a * 0.0
    for i in range(5):
        h = f + g
        g = f
        f = h
    return f

@script(default_opset=op)
def loop_break_if(a):
    t = op.Identity(a)
    for i in range(10):
        t = t * 2.0
        cond = op.ReduceMax(t, keepdims=0) > 30.0
        if cond:
            break
    return t

show(matmul_op, m, m, outs=[(3, 3)])
show(mod_pow, x)
show(comparisons, x, y)
show(not_equal, x, y)
show(either, x, y)
show(slice_step, m, outs=[(2, 3)])
show(slice_negative, m, outs=[(3, 2)])
show(slice_reverse, m)
show(index_row, m, outs=[(4,)])
show(index_two, m, outs=[()])
show(index_tensor, m, outs=[(4,)])
show(index_mixed, m, outs=[(2,)])
show(nested_if, x)
show(nested_if, x * 10)
show(nested_if, -x)
show(if_two_values, x)
show(if_in_loop, x)
show(loop_in_if, x)
show(nested_loops, x)
show(while_with_counter, x)
show(while_break, x)
show(calls_inner, x)
show(deep, x)
show(sequence_ops, x, y)
show(sequence_loop, x, outs=[(9,)])
show(tensor_literals, x)
show(typed, x, y)
show(two_opsets, x)
show(captured_scan, x, torch.tensor(2.0))
show(return_tuple, x, outs=[(2,), (2,)])
show(unused_and_shadowed, x)
show(floor_div, x)
show(conditional_bool_literal, x)
show(shape_arith, m, outs=[(12,)])
show(optional_none, x)
show(int_ops, x)
show(loop_carried_pair, x)
show(loop_break_if, x)
