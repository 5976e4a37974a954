"""
onnx-script functions of every documented kind, each run in ONNX Runtime on the inputs given.

`show` comes from the folder of who runs it: theirs/ runs the ONNX function that onnxscript makes, ours/ exports a model
that calls an operator which the function translates.
"""

import warnings
from typing import Sequence

import onnxscript
import torch
from onnx import TensorProto, helper
from onnxscript import BOOL, FLOAT, INT64, graph, script
from onnxscript import opset18 as op
from show import show

warnings.simplefilter("ignore")
x = torch.tensor([1.0, 2.0, 3.0])
y = torch.tensor([0.5, -1.0, 4.0])
m = torch.arange(12.0).reshape(3, 4)
n = torch.tensor([5, -3, 7])


# Operators, constants and their types.
@script(default_opset=op)
def arithmetic(a: FLOAT[3]) -> FLOAT[3]:
    b = a * 2 + 1
    return (b - 0.5) / 2.0


@script()
def unary_and_compare(a):
    positive = a > 1
    return op.Where(positive, -a, a**2)


@script(default_opset=op)
def int_constants(a: INT64["N"]) -> INT64["N"]:
    return a * 2 - 1


@script(default_opset=op)
def integer_remainder(a):
    return a % 3


@script(default_opset=op)
def float_remainder(a):
    return a % 1.5


@script()
def matmul(a, b):
    return a @ op.Transpose(b, perm=[1, 0])


@script()
def compare_all(a, b):
    less = op.Cast(a < b, to=1)
    same = op.Cast(a == b, to=1)
    other = op.Cast(a != b, to=1)
    more = op.Cast(a >= b, to=1)
    return less + same * 10.0 + other * 100.0 + more * 1000.0


@script()
def logic(a, b):
    either = (a > 1.0) | (b > 1.0)
    both = (a > 1.0) & (b > 1.0)
    return op.Cast(either, to=FLOAT.dtype) + op.Cast(not both, to=TensorProto.FLOAT)


show(arithmetic, x)
show(unary_and_compare, x)
show(int_constants, n)
show(integer_remainder, n)
show(float_remainder, x)
show(matmul, m, m + 1, outs=[(3, 3)])
show(compare_all, x, y)
show(logic, x, y)


# If.
@script()
def if_else(a):
    if op.ReduceSum(a, keepdims=0) > 5.0:
        b = a + 1.0
    else:
        b = a - 1.0
    return b


@script()
def if_two_results(a, b):
    if op.ReduceSum(a, keepdims=0) < op.ReduceSum(b, keepdims=0):
        low = a
        high = b
    else:
        low = b
        high = a
    return low, high * 2.0


@script()
def if_nested(a):
    total = op.ReduceSum(a, keepdims=0)
    b = a
    if total > 5.0:
        if total > 100.0:
            b = a * 10.0
        else:
            b = a * 100.0
    else:
        b = -a
    return b


@script()
def if_else_if(a):
    total = op.ReduceSum(a, keepdims=0)
    if total < 0.0:
        b = op.Abs(a)
    elif total < 10.0:
        b = op.Sqrt(a)
    else:
        b = op.Log(a)
    return b


@script()
def if_optional_update(a):
    b = op.Identity(a)
    if op.ReduceMax(a, keepdims=0) > 2.5:
        b = b * 3.0
    else:
        b = op.Identity(b)
    return b


show(if_else, x)
show(if_else, y)
show(if_two_results, x, y, outs=[(3,), (3,)])
show(if_nested, x)
show(if_else_if, x)
show(if_else_if, y - 10.0)
show(if_optional_update, x)


# Loops.
@script()
def for_range(a):
    total = a
    for i in range(4):
        total = total + op.Cast(i, to=1)
    return total


@script()
def for_computed_bound(a):
    bound = op.Cast(op.ReduceMax(a, keepdims=0), to=7)
    total = a
    for i in range(bound):
        total = total * 2.0
    return total


@script(default_opset=op)
def for_two_states(a):
    first = a
    second = a * 0.0 + 1.0
    for i in range(5):
        third = first + second
        first = second
        second = third
    return first, second


@script()
def for_break(a):
    total = a
    for i in range(100):
        total = total * 2.0
        done = op.ReduceMax(total, keepdims=0) > 40.0
        if done:
            break
    return total


@script()
def while_loop(a):
    total = a
    go = op.ReduceMax(total, keepdims=0) < 50.0
    while go:
        total = total + a
        go = op.ReduceMax(total, keepdims=0) < 50.0
    return total


@script(default_opset=op)
def loop_in_loop(a):
    total = a * 0.0
    for i in range(3):
        for j in range(2):
            total = total + a
        total = total * 2.0
    return total


@script()
def if_in_loop(a):
    total = a
    for i in range(4):
        if op.Cast(i % 2, to=9):
            total = total + 10.0
        else:
            total = total * 2.0
    return total


@script()
def loop_in_if(a):
    if op.ReduceSum(a, keepdims=0) > 5.0:
        b = a
        for i in range(3):
            b = b + a
    else:
        b = -a
    return b


@script()
def loop_over_outer(a, b):
    scale = op.ReduceMax(b, keepdims=0)
    total = a
    for i in range(3):
        total = total * scale + b
    return total


show(for_range, x)
show(for_computed_bound, x)
show(for_two_states, x, outs=[(3,), (3,)])
show(for_break, x)
show(while_loop, x)
show(loop_in_loop, x)
show(if_in_loop, x)
show(loop_in_if, x)
show(loop_in_if, -x)
show(loop_over_outer, x, y)


# Attributes.
custom = onnxscript.values.Opset("my.functions", 1)


@script(custom, default_opset=op)
def scaled(a, factor: float, shift: float = 1.0):
    return a * factor + shift


@script(custom, default_opset=op)
def leaky(a, alpha: float = 0.1):
    negative = op.CastLike(alpha, a) * a
    return op.Where(a < 0.0, negative, a)


@script(custom, default_opset=op)
def reduced(a, axes: Sequence[int], keepdims: int = 1):
    return op.ReduceSum(a, op.Constant(value_ints=axes), keepdims=keepdims)


@script(custom, default_opset=op)
def flipped(a, flip: bool = False):
    if flip:
        b = -a
    else:
        b = op.Identity(a)
    return b


@script(custom, default_opset=op)
def concatenated(a, b, axis: int = 0):
    return op.Concat(a, b, axis=axis)


@script(default_opset=op)
def attributes(a):
    return scaled(a, factor=3.0) + scaled(a, 2.0, shift=0.0)


@script(default_opset=op)
def attribute_defaults(a):
    return leaky(a) + leaky(a, alpha=0.5)


@script(default_opset=op)
def attribute_lists(a):
    rows = reduced(a, axes=[1], keepdims=0)
    return rows


@script(default_opset=op)
def bool_attribute(a):
    return flipped(a, flip=True) + flipped(a) * 10.0


@script()
def attribute_reference(a):
    return op.ReduceMax(concatenated(a, a * 2.0, axis=1), op.Constant(value_ints=[1]), keepdims=0)


show(attributes, x)
show(attribute_defaults, y)
show(attribute_lists, m, outs=[(3,)])
show(bool_attribute, x)
show(attribute_reference, m, outs=[(3,)])


# Functions that call functions.
@script(custom, default_opset=op)
def square_sum(a, b):
    return a * a + b * b


@script(custom, default_opset=op)
def norm(a, b):
    return op.Sqrt(square_sum(a, b))


@script(custom, default_opset=op)
def minmax(a):
    return op.ReduceMin(a, keepdims=0), op.ReduceMax(a, keepdims=0)


@script(default_opset=op)
def calls_calls(a, b):
    return norm(a, b) + square_sum(a, b)


@script(default_opset=op)
def tuple_from_function(a):
    low, high = minmax(a)
    return (a - low) / (high - low)


@script(default_opset=op)
def function_in_loop(a, b):
    total = a
    for i in range(2):
        total = norm(total, b)
    return total


show(calls_calls, x, y)
show(tuple_from_function, y)
show(function_in_loop, x, y)


# Sequences.
@script()
def sequence(a):
    parts = op.SequenceEmpty()
    parts = op.SequenceInsert(parts, a)
    parts = op.SequenceInsert(parts, a * 2.0)
    return op.ConcatFromSequence(parts, axis=0)


@script()
def sequence_in_loop(a):
    parts = op.SequenceConstruct(a)
    for i in range(2):
        parts = op.SequenceInsert(parts, a + op.Cast(i, to=1))
    return op.ConcatFromSequence(parts, axis=0)


@script()
def sequence_parts(a):
    parts = op.SplitToSequence(a, axis=0, keepdims=0)
    first = op.SequenceAt(parts, 0)
    last = op.SequenceAt(parts, -1)
    return first + last, op.Cast(op.SequenceLength(parts), to=1)


show(sequence, x, outs=[(6,)])
show(sequence_in_loop, x, outs=[(9,)])
show(sequence_parts, m, outs=[(4,), ()])


# Subgraphs.
@script()
def scan_sum(a):
    @graph()
    def add(carry, element):
        following = carry + element
        return following, following

    zero = op.Constant(value_float=0.0)
    last, every = op.Scan(zero, a, body=add, num_scan_inputs=1)
    return every + last * 0.0


@script()
def scan_outer(a, b):
    scale = op.ReduceMax(b, keepdims=0)

    @graph()
    def step(carry, element):
        following = carry + element * scale
        shown = op.Identity(following)
        return following, shown

    zero = op.Constant(value_float=0.0)
    last, every = op.Scan(zero, a, body=step, num_scan_inputs=1)
    return every


show(scan_sum, x)
show(scan_outer, x, y)


# Indexing.
@script()
def slices(a):
    return op.Concat(a[1:], a[:1], axis=0)


@script(default_opset=op)
def slices_of_axes(a):
    return a[1:3, ::2]


@script(default_opset=op)
def negative_step(a):
    return a[::-1] * a[-1]


@script(default_opset=op)
def index_row(a):
    return a[1] + a[1, 1:3][0]


@script()
def computed_index(a):
    i = op.ArgMax(a, keepdims=0)
    return a[i] + a * 0.0


show(slices, x)
show(slices_of_axes, m, outs=[(2, 2)])
show(negative_step, x)
show(index_row, m, outs=[(4,)])
show(computed_index, y)


# Constants, names from around, optional inputs and outputs.
FACTOR = 7.0
AXES = [0]


@script()
def globals_around(a):
    return a * FACTOR + op.Constant(value_float=1.0)


@script()
def tensor_constant(a):
    return a + op.Constant(value=helper.make_tensor("c", TensorProto.FLOAT, [3], [1.0, 10.0, 100.0]))


@script()
def list_constant(a):
    return op.Reshape(a, [2, 6]) + op.Unsqueeze(op.Constant(value_floats=[1.0, 2.0]), [1])


@script()
def optional_input(a):
    return op.Clip(a, None, 2.0) + op.Clip(a, 2.0)


@script()
def several_outputs(a):
    values, indices = op.TopK(a, op.Constant(value_ints=[2]))
    return values + op.Cast(indices, to=1)


@script()
def split_outputs(a):
    first, second, third = op.Split(a, num_outputs=3, axis=0)
    return first + second * third


@script(default_opset=op)
def reassigned(a):
    a = a + 1.0
    a = a * a
    b, c = a, a * 2.0
    b = b + c
    return b


@script()
def annotated(a: FLOAT["N"], mask: BOOL["N"]) -> FLOAT["N"]:
    """Documentation."""
    b: FLOAT["N"] = op.Where(mask, a, -a)
    return b


show(globals_around, x)
show(tensor_constant, x)
show(list_constant, m, outs=[(2, 6)])
show(optional_input, x)
show(several_outputs, x, outs=[(2,)])
show(split_outputs, m, outs=[(1, 4)])
show(reassigned, x)
show(annotated, x, torch.tensor([True, False, True]))


# Less usual forms.
@script()
def sequence_map(a):
    @graph()
    def double(row):
        return row * 2.0

    rows = op.SplitToSequence(a, axis=0, keepdims=0)
    doubled = op.SequenceMap(rows, body=double)
    return op.ConcatFromSequence(doubled, axis=0)


@script()
def while_expression_condition(a):
    total = a
    go = op.Constant(value=helper.make_tensor("t", TensorProto.BOOL, [], [True]))
    while go:
        total = total * 3.0
        go = op.ReduceSum(total, keepdims=0) < 1000.0
    return total


@script()
def loop_index_and_bound(a):
    size = op.Size(a)
    total = op.Constant(value_float=0.0)
    for i in range(size):
        total = total + op.Gather(a, i) * op.Cast(i + 1, to=1)
    return a * total


@script()
def break_and_index(a):
    found = op.Constant(value_int=-1)
    for i in range(10):
        found = op.Identity(i)
        big = op.Cast(i * i, to=1) > op.ReduceMax(a, keepdims=0)
        if big:
            break
    return op.Cast(found, to=1)


@script()
def scan_two_states(a, b):
    @graph()
    def step(low, high, one, other):
        least = op.Min(low, one)
        most = op.Max(high, other)
        return least, most, op.Identity(most - least)

    start = op.Constant(value_float=2.0)
    low, high, spread = op.Scan(start, start, a, b, body=step, num_scan_inputs=2)
    return spread + low + high


@script()
def if_of_bool_input(a, flag):
    if flag:
        b = a + 1.0
    else:
        b = op.Neg(a)
    return b


@script()
def chained(a):
    return op.Relu(op.Add(op.Mul(a, a), -2.0)) / op.ReduceL2(a, keepdims=1)


@script()
def int_float_mix(a):
    shape = op.Shape(a)
    rows = shape[0]
    return op.Cast(rows * 2, to=FLOAT.dtype) + op.Expand(1.0, shape)


@script(custom, default_opset=op)
def attribute_in_condition(a, limit: float = 2.0, axis: int = 0):
    if op.ReduceMax(a, keepdims=0) > limit:
        b = op.Softmax(a, axis=axis)
    else:
        b = op.Identity(a)
    return b


@script(default_opset=op)
def attribute_inside_subgraph(a):
    return attribute_in_condition(a, limit=1.0) + attribute_in_condition(a, limit=100.0)


@script()
def cast_of_computed(a):
    like = op.CastLike(op.Constant(value_ints=[1, 2, 3]), a)
    return a * like


show(sequence_map, m, outs=[(12,)])
show(while_expression_condition, x)
show(loop_index_and_bound, x)
show(break_and_index, x, outs=[()])
show(scan_two_states, x, y)
show(if_of_bool_input, x, torch.tensor(True))
show(if_of_bool_input, x, torch.tensor(False))
show(chained, x)
show(int_float_mix, x)
show(attribute_inside_subgraph, x)
show(cast_of_computed, x)


# Functions that are traced: plain Python around operators.
def traced(a):
    b = 2.0 * op.Exp(a * 0.0)
    for _ in range(3):
        b = b + 1.0
    return b * 0.5


def traced_tuple(a, b):
    if isinstance(a, int):
        raise AssertionError("a tensor is needed")
    return op.Min(a, b), op.Max(a, b)


def traced_loop(a):
    parts = [op.Mul(a, op.Constant(value_float=float(i))) for i in range(3)]
    return op.Sum(*parts)


show(traced, x)
show(traced_tuple, x, y, outs=[(3,), (3,)])
show(traced_loop, x)
