/** `ndarray`'s methods that make other arrays: shapes, reductions, sorting, products. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { IndexErrorType, TypeErrorType, ValueErrorType } from "../../../dynamo/objects/exception_types.ts";

import { defineMethods } from "../../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../../dynamo/objects/object.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import { asInt } from "../../../dynamo/objects/unbox.ts";
import { lookupSpecial } from "../../../dynamo/protocols/attribute.ts";
import { index, truth } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { arrayOf, axisIndex, broadcastView, load, ndarrayType, newArray, PyNdarray, product, view } from "./array.ts";
import { asArray, cast, contiguous, copyOf, elementsOf, toDType, toShape, unwrap } from "./convert.ts";
import { BOOL, FLOAT16, FLOAT32, FLOAT64, INT64, isInteger, type PyDType, realOf } from "./dtype.ts";
import { assign, fromNumbers, nonzero, offsets, takePlaces } from "./indexing.ts";
import { rint } from "./kernels.ts";
import { dot } from "./matmul.ts";
import { accumulate, argExtreme, axesLast, axesOf, axisBack, masked, sum } from "./reduce.ts";
import { diagonal, flat, reshape, transpose } from "./shaping.ts";
import { argsortLast, comparer, insertionPoint, sortLast } from "./sorting.ts";
import { callBinary, callUnary, deliver, reduceWith } from "./ufunc.ts";

/** Sizes or axes given one by one or as one sequence. */
function spread(vm: Interpreter, args: readonly PyValue[]): number[] {
  const [first] = args;
  if (args.length === 1 && first !== undefined && (asInt(first) === undefined || first instanceof PyNdarray))
    return toShape(vm, first);
  return args.map((a) => Number(index(vm, a)));
}

function axisOf(vm: Interpreter, axis: PyValue, a: PyNdarray, prefix = ""): number {
  return axisIndex(vm, Number(index(vm, axis)), a.shape.length, prefix);
}

/** Arrays are flattened when no axis is given. */
function alongAxis(vm: Interpreter, a: PyNdarray, axis: PyValue): { readonly a: PyNdarray; readonly axis: number } {
  return axis === null ? { a: flat(vm, a), axis: 0 } : { a, axis: axisOf(vm, axis, a) };
}

/** A function of rows along one axis, put back in its place. */
function perRow(
  vm: Interpreter,
  a: PyNdarray,
  axis: number,
  f: (vm: Interpreter, a: PyNdarray) => PyNdarray,
): PyNdarray {
  return axisBack(vm, f(vm, contiguous(vm, axesLast(a, [axis]))), axis);
}

/** The mean along axes, in the array's floating dtype (float64 for integers). */
function mean(
  vm: Interpreter,
  a: PyNdarray,
  axes: readonly number[],
  keepdims: boolean,
  dtype: PyDType | null,
  where: PyValue = true,
): PyNdarray {
  const d = dtype ?? (a.dtype.kind === "f" || a.dtype.kind === "c" || a.dtype.kind === "O" ? a.dtype : FLOAT64);
  const total = sum(vm, where === true ? a : masked(vm, a, where, 0), axes, keepdims, d === FLOAT16 ? FLOAT32 : d);
  const count = where === true ? product(axes.map((i) => a.shape[i] as number)) : null;
  const divisor: PyValue = count ?? sum(vm, broadcastView(asArray(vm, where), a.shape), axes, keepdims, INT64);
  const result = asArray(vm, callBinary(vm, "divide", total, divisor));
  return result.dtype === d || d.kind === "O" ? result : cast(vm, result, d);
}

function variance(
  vm: Interpreter,
  a: PyNdarray,
  axes: readonly number[],
  keepdims: boolean,
  dtype: PyDType | null,
  ddof: PyValue,
  where: PyValue,
): PyNdarray {
  const d = dtype ?? (a.dtype.kind === "f" || a.dtype.kind === "c" ? a.dtype : FLOAT64);
  const wide = d === FLOAT16 ? FLOAT32 : d;
  const middle = mean(vm, cast(vm, a, wide), axes, true, wide, where);
  const x = asArray(vm, callBinary(vm, "subtract", cast(vm, a, wide), middle));
  const square =
    x.dtype.kind === "c"
      ? asArray(vm, callBinary(vm, "multiply", x, callUnary(vm, "conjugate", x)))
      : asArray(vm, callBinary(vm, "multiply", x, x));
  const real = square.dtype.kind === "c" ? realPart(vm, square) : square;
  const total = sum(vm, where === true ? real : masked(vm, real, where, 0), axes, keepdims, null);
  const count: PyValue =
    where === true
      ? product(axes.map((i) => a.shape[i] as number))
      : sum(vm, broadcastView(asArray(vm, where), a.shape), axes, keepdims, INT64);
  const divisor = callBinary(vm, "maximum", callBinary(vm, "subtract", count, ddof), 0);
  const result = asArray(vm, callBinary(vm, "divide", total, divisor));
  return cast(vm, result, realOf(d));
}

function realPart(vm: Interpreter, a: PyNdarray): PyNdarray {
  const x = load(vm, a).x as Float64Array;
  return arrayOf(vm, realOf(a.dtype), a.shape, {
    kind: "real",
    x: x.filter((_, i) => i % 2 === 0),
  });
}

function round(vm: Interpreter, a: PyNdarray, decimals: number): PyNdarray {
  if (isInteger(a.dtype) || a.dtype.kind === "b") {
    if (decimals >= 0) return copyOf(vm, a);
    const scale = 10 ** -decimals;
    return arrayOf(vm, a.dtype, a.shape, {
      kind: "real",
      x: (load(vm, a).x as Float64Array).map((v) => rint(v / scale) * scale),
    });
  }
  if (decimals === 0 && a.dtype.kind === "f") return asArray(vm, callUnary(vm, "rint", a));
  const scale = 10 ** Math.abs(decimals);
  const block = load(vm, a);
  if (block.kind === "value" || block.kind === "big") return copyOf(vm, a);
  // In the array's own precision, as its multiplication and division are.
  const narrow = a.dtype === FLOAT32 ? Math.fround : (v: number) => v;
  const one = (v: number): number => (decimals > 0 ? rint(narrow(v * scale)) / scale : rint(narrow(v / scale)) * scale);
  return arrayOf(vm, a.dtype, a.shape, {
    kind: block.kind,
    x: block.x.map(one),
  });
}

export function take(
  vm: Interpreter,
  source: PyNdarray,
  indices: PyValue,
  axisArgument: PyValue,
  mode: PyValue,
): PyNdarray {
  const { a, axis } = alongAxis(vm, source, axisArgument);
  const at = asArray(vm, indices, INT64);
  const size = a.shape[axis] as number;
  const places = Array.from(load(vm, at).x as Float64Array, (i) => {
    if (mode === "clip") return Math.min(Math.max(i, 0), size - 1);
    if (mode === "wrap") return ((i % size) + size) % size;
    const from = i < 0 ? i + size : i;
    return from >= 0 && from < size
      ? from
      : raise(vm, IndexErrorType, `index ${i} is out of bounds for axis ${axis} with size ${size}`);
  });
  const before = offsets(a.shape.slice(0, axis), a.strides.slice(0, axis), a.offset);
  const after = offsets(a.shape.slice(axis + 1), a.strides.slice(axis + 1), 0);
  const all = new Int32Array(before.length * places.length * after.length);
  let n = 0;
  for (const b of before)
    for (const p of places) for (const c of after) all[n++] = b + p * (a.strides[axis] as number) + c;
  return takePlaces(vm, a, all, [...a.shape.slice(0, axis), ...at.shape, ...a.shape.slice(axis + 1)]);
}

function repeat(vm: Interpreter, source: PyNdarray, repeats: PyValue, axisArgument: PyValue): PyNdarray {
  const { a, axis } = alongAxis(vm, source, axisArgument);
  const size = a.shape[axis] ?? 1;
  const given = asArray(vm, repeats, INT64);
  if (given.size !== 1 && given.size !== size)
    raise(vm, ValueErrorType, `operands could not be broadcast together with shape (${size},) (${given.size},)`);
  const counts = load(vm, broadcastView(flat(vm, given), [size])).x as Float64Array;
  const places: number[] = [];
  counts.forEach((count, i) => {
    if (count < 0) raise(vm, ValueErrorType, "repeats may not contain negative values.");
    for (let k = 0; k < count; k++) places.push(i);
  });
  return take(vm, a, fromNumbers(vm, places), axis, "raise");
}

type M = (vm: Interpreter, self: PyNdarray, ...rest: PyValue[]) => PyValue;
const reduction =
  (name: string): M =>
  (vm, self, axis, dtype, out, keepdims, initial, where) =>
    deliver(
      vm,
      reduceWith(vm, name, self, axis as PyValue, dtype as PyValue, keepdims as PyValue, initial, where as PyValue),
      out,
      name,
    );
const extreme =
  (name: string): M =>
  (vm, self, axis, out, keepdims, initial, where) =>
    deliver(
      vm,
      reduceWith(vm, name, self, axis as PyValue, null, keepdims as PyValue, initial, where as PyValue),
      out,
      name,
    );
const logical =
  (name: string): M =>
  (vm, self, axis, out, keepdims, where) =>
    deliver(
      vm,
      reduceWith(vm, name, truthy(vm, self), axis as PyValue, null, keepdims as PyValue, undefined, where as PyValue),
      out,
      name,
    );

function truthy(vm: Interpreter, a: PyNdarray): PyNdarray {
  return a.dtype === BOOL ? a : cast(vm, a, BOOL);
}

const VARIANCE = "axis=None, dtype=None, out=None, ddof=0, keepdims=False, where=True, mean=None, correction=<unset>";

/** The variance, or what `finish` makes of it. */
function varianceMethod(finish: (vm: Interpreter, made: PyNdarray) => PyNdarray): M {
  const method = (
    vm: Interpreter,
    self: PyNdarray,
    axis: PyValue,
    dtype: PyValue,
    out: PyValue,
    ddof: PyValue,
    keepdims: PyValue,
    where: PyValue,
    _mean: PyValue,
    correction: PyValue | undefined,
  ): PyValue => {
    const axes = axesOf(vm, axis, self.shape.length);
    const kind = dtype === null ? null : toDType(vm, dtype);
    const made = variance(vm, self, axes, truth(vm, keepdims), kind, correction ?? ddof, where);
    return deliver(vm, finish(vm, made), out);
  };
  return method as M;
}

const AXIS_OUT = "axis=None, out=None, *, keepdims=False";

defineMethods(ndarrayType, {
  "reshape(self, *shape, order='C', copy=None)": (
    vm: Interpreter,
    self: PyNdarray,
    shape: readonly PyValue[],
    order: PyValue,
  ) => reshape(vm, self, spread(vm, shape), order),
  "ravel(self, order='C')": (vm: Interpreter, self: PyNdarray, order: PyValue) => flat(vm, self, order),
  "flatten(self, order='C')": (vm: Interpreter, self: PyNdarray, order: PyValue) => {
    const made = flat(vm, self, order);
    return made.store === self.store ? copyOf(vm, made) : made;
  },
  "resize(self, *shape, refcheck=True)": (vm: Interpreter, self: PyNdarray, shape: readonly PyValue[]) => {
    const made = newArray(vm, self.dtype, spread(vm, shape));
    const n = Math.min(made.size, self.size);
    assign(vm, view(made, [n], [1]), view(flat(vm, copyOf(vm, self)), [n], [1]));
    [self.store, self.shape, self.strides, self.offset] = [made.store, made.shape, made.strides, 0];
    return null;
  },
  "transpose(self, *axes)": (vm: Interpreter, self: PyNdarray, axes: readonly PyValue[]) => {
    if (axes.length === 0 || axes[0] === null) return transpose(self);
    const order = spread(vm, axes);
    if (order.length !== self.shape.length) raise(vm, ValueErrorType, "axes don't match array");
    const places = order.map((i) => axisIndex(vm, i, self.shape.length));
    if (new Set(places).size !== places.length) raise(vm, ValueErrorType, "repeated axis in transpose");
    return transpose(self, places);
  },
  "swapaxes(self, axis1, axis2, /)": (vm: Interpreter, self: PyNdarray, first: PyValue, second: PyValue) => {
    const order = self.shape.map((_, i) => i);
    const [p, q] = [axisOf(vm, first, self, "axis1: "), axisOf(vm, second, self, "axis2: ")];
    [order[p], order[q]] = [q, p];
    return transpose(self, order);
  },
  "squeeze(self, axis=None)": (vm: Interpreter, self: PyNdarray, axis: PyValue) => {
    const axes =
      axis === null
        ? self.shape.map((_, i) => i).filter((i) => self.shape[i] === 1)
        : axesOf(vm, axis, self.shape.length);
    if (axes.some((i) => self.shape[i] !== 1))
      raise(vm, ValueErrorType, "cannot select an axis to squeeze out which has size not equal to one");
    const kept = self.shape.map((_, i) => i).filter((i) => !axes.includes(i));
    return view(
      self,
      kept.map((i) => self.shape[i] as number),
      kept.map((i) => self.strides[i] as number),
    );
  },
  "sum(self, axis=None, dtype=None, out=None, keepdims=False, initial=<unset>, where=True)": reduction("add"),
  "prod(self, axis=None, dtype=None, out=None, keepdims=False, initial=<unset>, where=True)": reduction("multiply"),
  "max(self, axis=None, out=None, keepdims=False, initial=<unset>, where=True)": extreme("maximum"),
  "min(self, axis=None, out=None, keepdims=False, initial=<unset>, where=True)": extreme("minimum"),
  "all(self, axis=None, out=None, keepdims=False, where=True)": logical("logical_and"),
  "any(self, axis=None, out=None, keepdims=False, where=True)": logical("logical_or"),
  "mean(self, axis=None, dtype=None, out=None, keepdims=False, where=True)": (
    vm: Interpreter,
    self: PyNdarray,
    axis: PyValue,
    dtype: PyValue,
    out: PyValue,
    keepdims: PyValue,
    where: PyValue,
  ) =>
    deliver(
      vm,
      mean(
        vm,
        self,
        axesOf(vm, axis, self.shape.length),
        truth(vm, keepdims),
        dtype === null ? null : toDType(vm, dtype),
        where,
      ),
      out,
    ),
  [`var(self, ${VARIANCE})`]: varianceMethod((_vm, made) => made),
  [`std(self, ${VARIANCE})`]: varianceMethod((vm, made) => asArray(vm, callUnary(vm, "sqrt", made))),
  [`argmax(self, ${AXIS_OUT})`]: (vm: Interpreter, self: PyNdarray, axis: PyValue, out: PyValue, keepdims: PyValue) =>
    deliver(vm, argExtreme(vm, self, "argmax", axis, truth(vm, keepdims)), out),
  [`argmin(self, ${AXIS_OUT})`]: (vm: Interpreter, self: PyNdarray, axis: PyValue, out: PyValue, keepdims: PyValue) =>
    deliver(vm, argExtreme(vm, self, "argmin", axis, truth(vm, keepdims)), out),
  "cumsum(self, axis=None, dtype=None, out=None)": (
    vm: Interpreter,
    self: PyNdarray,
    axis: PyValue,
    dtype: PyValue,
    out: PyValue,
  ) => {
    const along = alongAxis(vm, self, axis);
    return deliver(vm, accumulate(vm, "add", along.a, along.axis, dtype === null ? null : toDType(vm, dtype)), out);
  },
  "cumprod(self, axis=None, dtype=None, out=None)": (
    vm: Interpreter,
    self: PyNdarray,
    axis: PyValue,
    dtype: PyValue,
    out: PyValue,
  ) => {
    const along = alongAxis(vm, self, axis);
    return deliver(
      vm,
      accumulate(vm, "multiply", along.a, along.axis, dtype === null ? null : toDType(vm, dtype)),
      out,
    );
  },
  "clip(self, min=None, max=None, out=None)": (
    vm: Interpreter,
    self: PyNdarray,
    low: PyValue,
    high: PyValue,
    out: PyValue,
  ) => {
    let made: PyValue = self;
    if (low !== null) made = callBinary(vm, "maximum", made, low);
    if (high !== null) made = callBinary(vm, "minimum", made, high);
    return deliver(vm, made === self ? copyOf(vm, self) : asArray(vm, made), out, "clip");
  },
  "round(self, decimals=0, out=None)": (vm: Interpreter, self: PyNdarray, decimals: PyValue, out: PyValue) =>
    deliver(vm, round(vm, self, Number(index(vm, decimals))), out),
  "dot(self, b, out=None)": (vm: Interpreter, self: PyNdarray, other: PyValue, out: PyValue) => {
    const b = asArray(vm, other);
    if (self.shape.length === 0 || b.shape.length === 0) return callBinary(vm, "multiply", self, b);
    return deliver(vm, dot(vm, self, b), out);
  },
  "repeat(self, repeats, axis=None)": repeat as M,
  "take(self, indices, axis=None, out=None, mode='raise')": (
    vm: Interpreter,
    self: PyNdarray,
    indices: PyValue,
    axis: PyValue,
    out: PyValue,
    mode: PyValue,
  ) => deliver(vm, take(vm, self, indices, axis, mode), out),
  "put(self, indices, values, mode='raise')": (vm: Interpreter, self: PyNdarray, indices: PyValue, values: PyValue) => {
    const at = load(vm, asArray(vm, indices, INT64)).x as Float64Array;
    const from = flat(vm, asArray(vm, values, self.dtype));
    const copy = flat(vm, copyOf(vm, self));
    at.forEach((i, k) => {
      const n = i < 0 ? i + self.size : i;
      if (n < 0 || n >= self.size)
        raise(vm, IndexErrorType, `index ${i} is out of bounds for axis 0 with size ${self.size}`);
      assign(
        vm,
        view(copy, [], [], n),
        view(from, [], [], from.offset + (k % from.size) * (from.strides[0] as number)),
      );
    });
    assign(vm, self, view(copy, self.shape, reshape(vm, copy, self.shape).strides));
    return null;
  },
  "compress(self, condition, axis=None, out=None)": (
    vm: Interpreter,
    self: PyNdarray,
    condition: PyValue,
    axis: PyValue,
    out: PyValue,
  ) => deliver(vm, take(vm, self, nonzero(vm, asArray(vm, condition))[0] as PyNdarray, axis, "raise"), out),
  "nonzero(self, /)": (vm: Interpreter, self: PyNdarray) => new PyTuple(nonzero(vm, self)),
  "argsort(self, axis=-1, kind=None, order=None, *, stable=None)": (
    vm: Interpreter,
    self: PyNdarray,
    axis: PyValue,
  ) => {
    const along = alongAxis(vm, self, self.shape.length === 0 ? null : axis);
    return perRow(vm, along.a, along.axis, argsortLast);
  },
  "sort(self, axis=-1, kind=None, order=None, *, stable=None)": (vm: Interpreter, self: PyNdarray, axis: PyValue) => {
    assign(vm, self, perRow(vm, self, axisOf(vm, axis, self), sortLast));
    return null;
  },
  "partition(self, kth, axis=-1, kind='introselect', order=None)": (
    vm: Interpreter,
    self: PyNdarray,
    _kth: PyValue,
    axis: PyValue,
  ) => {
    assign(vm, self, perRow(vm, self, axisOf(vm, axis, self), sortLast));
    return null;
  },
  "argpartition(self, kth, axis=-1, kind='introselect', order=None)": (
    vm: Interpreter,
    self: PyNdarray,
    _kth: PyValue,
    axis: PyValue,
  ) => perRow(vm, self, axisOf(vm, axis, self), argsortLast),
  "searchsorted(self, v, side='left', sorter=None)": (
    vm: Interpreter,
    self: PyNdarray,
    v: PyValue,
    side: PyValue,
    sorter: PyValue,
  ) => {
    const sorted = elementsOf(vm, sorter === null ? self : take(vm, self, sorter, null, "raise"));
    const values = asArray(vm, v);
    const compare = comparer(vm, self.dtype);
    const places = elementsOf(vm, values).map((e) => insertionPoint(sorted, e, compare, side === "right"));
    return unwrap(fromNumbers(vm, places, values.shape));
  },
  "diagonal(self, offset=0, axis1=0, axis2=1)": (
    vm: Interpreter,
    self: PyNdarray,
    offset: PyValue,
    first: PyValue,
    second: PyValue,
  ) => {
    if (self.shape.length < 2) raise(vm, ValueErrorType, "diag requires an array of at least two dimensions");
    const made = diagonal(self, Number(index(vm, offset)), axisOf(vm, first, self), axisOf(vm, second, self));
    made.writeable = false;
    return made;
  },
  "trace(self, offset=0, axis1=0, axis2=1, dtype=None, out=None)": (
    vm: Interpreter,
    self: PyNdarray,
    offset: PyValue,
    first: PyValue,
    second: PyValue,
    dtype: PyValue,
    out: PyValue,
  ) => {
    const d = diagonal(self, Number(index(vm, offset)), axisOf(vm, first, self), axisOf(vm, second, self));
    return deliver(vm, sum(vm, d, [d.shape.length - 1], false, dtype === null ? null : toDType(vm, dtype)), out);
  },
  "conj(self, /)": (vm: Interpreter, self: PyNdarray) =>
    self.dtype.kind === "c" ? callUnary(vm, "conjugate", self) : self,
  "conjugate(self, /)": (vm: Interpreter, self: PyNdarray) =>
    self.dtype.kind === "c" ? callUnary(vm, "conjugate", self) : self,
  "byteswap(self, inplace=False)": (vm: Interpreter) =>
    raise(vm, TypeErrorType, "numpy arrays of another byte order are not modelled"),
});

/** Whether numpy leaves an operator to the other operand: tensors, and objects that are no arrays. */
export function defers(vm: Interpreter, other: PyValue): boolean {
  if (!(other instanceof PyObject) || other instanceof PyNdarray) return false;
  if (lookupSpecial(vm, other, "__array_ufunc__") === null) return true;
  const priority = other.type.lookup("__array_priority__");
  return priority !== undefined && priority !== null && truth(vm, callBinary(vm, "greater", priority, 0));
}
