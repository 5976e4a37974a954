/** Reductions over axes, in the order of additions that numpy keeps, and running totals. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { TypeErrorType, ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { asInt } from "../../../dynamo/objects/unbox.ts";
import { index } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { toArray } from "../../../dynamo/protocols/iterate.ts";
import { binaryOp, richCompare } from "../../../dynamo/protocols/operator.ts";
import { fromFloat16Bits, toFloat16Bits } from "../../../torch/tensor/half.ts";
import {
  arrayOf,
  axisIndex,
  broadcastView,
  load,
  type PyNdarray,
  product,
  rowMajor,
  shapeText,
  view,
} from "./array.ts";
import type { Pair } from "./complex_math.ts";
import { asArray, cast } from "./convert.ts";
import { BOOL, FLOAT16, FLOAT32, INT64, isInteger, type PyDType, UINT64 } from "./dtype.ts";
import { bigs, numbers, resolve } from "./elementwise.ts";
import { BINARY, type BinaryKernel } from "./kernels.ts";
import type { Block } from "./storage.ts";

/** The axes that an argument names, sorted; None is all. */
export function axesOf(vm: Interpreter, axis: PyValue, rank: number): number[] {
  if (axis === null) return Array.from({ length: rank }, (_, i) => i);
  const given = asInt(axis) !== undefined ? [axis] : toArray(vm, axis);
  const axes = given.map((a) => axisIndex(vm, Number(index(vm, a)), rank));
  if (new Set(axes).size !== axes.length) raise(vm, ValueErrorType, "duplicate value in 'axis'");
  return axes.sort((p, q) => p - q);
}

/** The array with the axes at its end, in their order. */
export function axesLast(a: PyNdarray, axes: readonly number[]): PyNdarray {
  const kept = a.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const order = [...kept, ...axes];
  return view(
    a,
    order.map((i) => a.shape[i] as number),
    order.map((i) => a.strides[i] as number),
  );
}

export function reducedShape(shape: readonly number[], axes: readonly number[], keepdims: boolean): number[] {
  return keepdims ? shape.map((s, i) => (axes.includes(i) ? 1 : s)) : shape.filter((_, i) => !axes.includes(i));
}

/** numpy's pairwise sum: eight running sums up to 128 elements, halves above. */
export function pairwise(x: Float64Array, from: number, n: number, round: (v: number) => number): number {
  if (n < 8) {
    let total = -0;
    for (let i = 0; i < n; i++) total = round(total + (x[from + i] as number));
    return total;
  }
  if (n <= 128) {
    const r = Array.from({ length: 8 }, (_, k) => x[from + k] as number);
    let i = 8;
    for (; i < n - (n % 8); i += 8)
      for (let k = 0; k < 8; k++) r[k] = round((r[k] as number) + (x[from + i + k] as number));
    const [a, b, c, d, e, f, g, h] = r as [number, number, number, number, number, number, number, number];
    let total = round(round(round(a + b) + round(c + d)) + round(round(e + f) + round(g + h)));
    for (; i < n; i++) total = round(total + (x[from + i] as number));
    return total;
  }
  let half = Math.floor(n / 2);
  half -= half % 8;
  return round(pairwise(x, from, half, round) + pairwise(x, from + half, n - half, round));
}

const same = (v: number): number => v;
const half = (v: number): number => fromFloat16Bits(toFloat16Bits(v));

/** How results of arithmetic in a dtype are rounded. */
export function rounding(d: PyDType): (v: number) => number {
  return d === FLOAT32 ? Math.fround : d === FLOAT16 ? half : same;
}

/** The axes in the order in which numpy walks them: largest stride first. */
function walkOrder(a: PyNdarray): number[] {
  return a.shape
    .map((_, i) => i)
    .sort((p, q) => Math.abs(a.strides[q] as number) - Math.abs(a.strides[p] as number) || p - q);
}

/** A plan of a reduction: the data in the order of the walk, and where each run of it goes. */
interface Walk {
  readonly source: PyNdarray;
  /** Elements of a run that is summed at once. */
  readonly run: number;
  /** The output place of each run, in order. */
  readonly targets: Int32Array;
}

function plan(a: PyNdarray, axes: readonly number[]): Walk {
  const order = walkOrder(a);
  const shape = order.map((i) => a.shape[i] as number);
  const source = view(
    a,
    shape,
    order.map((i) => a.strides[i] as number),
  );
  let outer = order.length;
  let run = 1;
  while (outer > 0 && axes.includes(order[outer - 1] as number)) {
    const inner = source.strides[outer] ?? 0;
    const joined = outer === order.length || source.strides[outer - 1] === inner * (shape[outer] as number);
    if (!joined) break;
    outer--;
    run *= shape[outer] as number;
  }
  const kept = a.shape.map((s, i) => (axes.includes(i) ? 1 : s));
  const steps = rowMajor(kept);
  let targets = new Int32Array(1);
  for (let k = 0; k < outer; k++) {
    const axis = order[k] as number;
    const step = axes.includes(axis) ? 0 : (steps[axis] as number);
    const size = shape[k] as number;
    const next = new Int32Array(targets.length * size);
    for (let i = 0, n = 0; i < targets.length; i++)
      for (let j = 0; j < size; j++) next[n++] = (targets[i] as number) + j * step;
    targets = next;
  }
  return { source, run, targets };
}

/** Sums that read another dtype go through a buffer of this many elements. */
const BUFFER = 8192;

/** `add.reduce`. */
export function sum(
  vm: Interpreter,
  a: PyNdarray,
  axes: readonly number[],
  keepdims: boolean,
  dtype: PyDType | null,
  initial: PyValue = null,
): PyNdarray {
  const d = dtype ?? (a.dtype.kind === "b" || a.dtype.kind === "i" ? INT64 : a.dtype.kind === "u" ? UINT64 : a.dtype);
  if (d.kind === "U") resolve(vm, "add", "same", d, true);
  const shape = reducedShape(a.shape, axes, keepdims);
  const size = product(shape);
  if (d.kind === "O") return foldObjects(vm, a, axes, shape, "add", initial);
  const { source, run, targets } = plan(a, axes);
  const first = initial === null ? null : asArray(vm, initial, d);
  if (d.kind === "c") {
    const x = load(vm, cast(vm, source, d)).x as Float64Array;
    const start = first === null ? [0, 0] : Array.from(load(vm, first).x as Float64Array);
    const out = Float64Array.from({ length: 2 * size }, (_, i) => start[i % 2] as number);
    for (const part of [0, 1]) {
      const values = x.filter((_, i) => i % 2 === part);
      targets.forEach((target, i) => {
        out[2 * target + part] = (out[2 * target + part] as number) + pairwise(values, i * run, run, same);
      });
    }
    return arrayOf(vm, d, shape, { kind: "complex", x: out });
  }
  const block = load(vm, source);
  if (block.kind === "big" || (isInteger(d) && block.kind === "real" && unsafeSum(block.x))) {
    const x = bigs(block);
    const out = new Array<bigint>(size).fill(first === null ? 0n : BigInt(Math.trunc(Number(load(vm, first).x[0]))));
    targets.forEach((target, i) => {
      for (let k = 0; k < run; k++) out[target] = (out[target] as bigint) + (x[i * run + k] as bigint);
    });
    return arrayOf(vm, d, shape, { kind: "big", x: out });
  }
  const x = d.kind === "f" && a.dtype.kind !== "f" ? numbers(block).map(rounding(d)) : numbers(block);
  const round = d === FLOAT16 ? Math.fround : rounding(d);
  const step = a.dtype === d ? Number.POSITIVE_INFINITY : BUFFER;
  const out = new Float64Array(size).fill(first === null ? 0 : Number(load(vm, first).x[0]));
  for (let i = 0; i < targets.length; i++) {
    const target = targets[i] as number;
    for (let at = 0; at < run; at += step) {
      const n = Math.min(step, run - at);
      out[target] = round(
        (out[target] as number) + (n === 1 ? (x[i * run + at] as number) : pairwise(x, i * run + at, n, round)),
      );
    }
  }
  return arrayOf(vm, d, shape, { kind: "real", x: out });
}

function unsafeSum(x: Float64Array): boolean {
  let total = 0;
  for (const v of x) total += Math.abs(v);
  return total > Number.MAX_SAFE_INTEGER;
}

export interface Fold {
  readonly name: string;
  readonly axes: readonly number[];
  readonly keepdims: boolean;
  readonly dtype?: PyDType | null;
  readonly initial?: PyValue;
}

/** `ufunc.reduce` of any binary kernel but `add`: one element after the other. */
export function fold(vm: Interpreter, a: PyNdarray, request: Fold): PyNdarray {
  const { name, axes } = request;
  const kernel = BINARY[name] as BinaryKernel;
  const widen = name === "multiply" && (a.dtype.kind === "b" || isInteger(a.dtype));
  const d = request.dtype ?? (widen ? (a.dtype.kind === "u" ? UINT64 : INT64) : a.dtype);
  const shape = reducedShape(a.shape, axes, request.keepdims);
  const initial = request.initial ?? null;
  if (d.kind === "O") return foldObjects(vm, a, axes, shape, name, initial);
  const { input, output } = resolve(vm, name, kernel.rule, d, kernel.complex !== undefined);
  const run = product(axes.map((i) => a.shape[i] as number));
  const size = product(shape);
  const identity = initial === null ? kernel.identity : undefined;
  if (run === 0 && size > 0 && identity === undefined && initial === null)
    raise(vm, ValueErrorType, `zero-size array to reduction operation ${name} which has no identity`);
  const start = initial === null ? null : asArray(vm, initial, input);
  const source = cast(vm, axesLast(a, axes), input);
  const block = load(vm, source);
  if (block.kind === "complex") {
    const f = kernel.complex as (a: Pair, b: Pair) => Pair | boolean;
    const at = (i: number): Pair => ({
      re: block.x[2 * i] as number,
      im: block.x[2 * i + 1] as number,
    });
    const out = new Float64Array(2 * size);
    for (let i = 0; i < size; i++) {
      let total: Pair = run === 0 ? { re: identity ?? 0, im: 0 } : at(i * run);
      for (let k = 1; k < run; k++) {
        const r = f(total, at(i * run + k));
        total = typeof r === "boolean" ? { re: Number(r), im: 0 } : r;
      }
      out[2 * i] = total.re;
      out[2 * i + 1] = total.im;
    }
    return arrayOf(vm, output.kind === "b" ? BOOL : output, shape, {
      kind: "complex",
      x: out,
    });
  }
  if (block.kind === "real") {
    const out = new Float64Array(size);
    const round = rounding(input);
    const logical = kernel.rule === "bool";
    const first = start === null ? undefined : Number(load(vm, start).x[0]);
    for (let i = 0; i < size; i++) {
      let total =
        first ??
        (run === 0 ? (identity as number) : logical ? Number(block.x[i * run] !== 0) : (block.x[i * run] as number));
      for (let k = first === undefined ? 1 : 0; k < run; k++)
        total = round(kernel.real(total, block.x[i * run + k] as number));
      out[i] = total;
    }
    if (!isInteger(output) || out.every((v) => Math.abs(v) <= Number.MAX_SAFE_INTEGER))
      return arrayOf(vm, output, shape, { kind: "real", x: out });
  }
  const x = bigs(block);
  const f = kernel.big ?? ((p: bigint, q: bigint) => BigInt(kernel.real(Number(p), Number(q))));
  const out: bigint[] = [];
  for (let i = 0; i < size; i++) {
    let total = start === null ? (x[i * run] ?? BigInt(identity ?? 0)) : BigInt(load(vm, start).x[0] as number);
    for (let k = start === null ? 1 : 0; k < run; k++)
      total = BigInt.asIntN(input.kind === "u" ? 65 : 64, BigInt(f(total, x[i * run + k] as bigint)));
    out.push(total);
  }
  return arrayOf(vm, output, shape, { kind: "big", x: out });
}

function foldObjects(
  vm: Interpreter,
  a: PyNdarray,
  axes: readonly number[],
  shape: readonly number[],
  name: string,
  initial: PyValue,
): PyNdarray {
  const values = load(vm, axesLast(a, axes)).x as PyValue[];
  const run = product(axes.map((i) => a.shape[i] as number));
  const kernel = BINARY[name] as BinaryKernel;
  const out: PyValue[] = [];
  for (let i = 0; i < product(shape); i++) {
    const items = [...(initial === null ? [] : [initial]), ...values.slice(i * run, (i + 1) * run)];
    const first = items[0] ?? kernel.identity ?? null;
    out.push(
      items.slice(1).reduce((total: PyValue, v) => {
        if (name === "maximum" || name === "minimum")
          return richCompare(vm, total, name === "maximum" ? ">=" : "<=", v) === true ? total : v;
        if (kernel.operator === undefined || kernel.rule === "bool")
          return raise(vm, TypeErrorType, `numpy.${name}.reduce of objects is not supported`);
        return binaryOp(vm, kernel.operator as "+", total, v);
      }, first),
    );
  }
  return arrayOf(vm, a.dtype, shape, { kind: "value", x: out });
}

/** `ufunc.accumulate` along one axis. */
export function accumulate(
  vm: Interpreter,
  name: string,
  a: PyNdarray,
  axis: number,
  dtype: PyDType | null,
): PyNdarray {
  const kernel = BINARY[name] as BinaryKernel;
  const widen =
    (name === "add" || name === "multiply") && (a.dtype.kind === "b" || isInteger(a.dtype)) && a.dtype.itemsize < 8;
  const d = dtype ?? (widen ? (a.dtype.kind === "u" ? UINT64 : INT64) : a.dtype);
  const { input, output } = resolve(vm, name, kernel.rule, d, kernel.complex !== undefined);
  const moved = axesLast(a, [axis]);
  const run = a.shape[axis] as number;
  const block = load(vm, cast(vm, moved, input));
  const round = rounding(input);
  let out: Block;
  if (block.kind === "complex") {
    const f = kernel.complex as (a: Pair, b: Pair) => Pair;
    const x = block.x.slice();
    for (let i = 1; i < x.length / 2; i++) {
      if (i % run === 0) continue;
      const r = f(
        { re: x[2 * i - 2] as number, im: x[2 * i - 1] as number },
        { re: x[2 * i] as number, im: x[2 * i + 1] as number },
      );
      x[2 * i] = r.re;
      x[2 * i + 1] = r.im;
    }
    out = { kind: "complex", x };
  } else if (block.kind === "value") {
    const x = block.x.slice();
    for (let i = 1; i < x.length; i++)
      if (i % run !== 0) x[i] = binaryOp(vm, (kernel.operator ?? "+") as "+", x[i - 1] as PyValue, x[i] as PyValue);
    out = { kind: "value", x };
  } else {
    const x = numbers(block).slice();
    for (let i = 1; i < x.length; i++) if (i % run !== 0) x[i] = round(kernel.real(x[i - 1] as number, x[i] as number));
    out = { kind: "real", x };
    if (block.kind === "big" || (isInteger(output) && x.some((v) => Math.abs(v) > Number.MAX_SAFE_INTEGER))) {
      const f = kernel.big ?? ((p: bigint, q: bigint) => BigInt(kernel.real(Number(p), Number(q))));
      const y = bigs(block).slice();
      for (let i = 1; i < y.length; i++)
        if (i % run !== 0) y[i] = BigInt.asIntN(64, BigInt(f(y[i - 1] as bigint, y[i] as bigint)));
      out = { kind: "big", x: y };
    }
  }
  const made = arrayOf(vm, output, moved.shape, out);
  return axisBack(vm, made, axis);
}

/** An array whose last axis goes back to where it was, in row-major order. */
export function axisBack(vm: Interpreter, a: PyNdarray, axis: number): PyNdarray {
  const rank = a.shape.length;
  if (axis === rank - 1) return a;
  const order = Array.from({ length: rank }, (_, i) => (i < axis ? i : i === axis ? rank - 1 : i - 1));
  const moved = view(
    a,
    order.map((i) => a.shape[i] as number),
    order.map((i) => a.strides[i] as number),
  );
  return arrayOf(vm, moved.dtype, moved.shape, load(vm, moved));
}

/** `argmax` and `argmin`: the first place of the extreme; the first NaN wins. */
export function argExtreme(
  vm: Interpreter,
  a: PyNdarray,
  name: "argmax" | "argmin",
  axis: PyValue,
  keepdims: boolean,
): PyNdarray {
  const axes = axesOf(vm, axis, a.shape.length);
  const run = product(axes.map((i) => a.shape[i] as number));
  const shape = reducedShape(a.shape, axes, keepdims);
  if (run === 0) raise(vm, ValueErrorType, `attempt to get ${name} of an empty sequence`);
  const block = load(vm, axesLast(a, axes));
  const x: readonly PyValue[] | Float64Array =
    block.kind === "complex" ? block.x.filter((_, i) => i % 2 === 0) : block.x;
  const out = new Float64Array(product(shape));
  const better =
    block.kind === "value"
      ? (p: PyValue, q: PyValue) => richCompare(vm, p, name === "argmax" ? ">" : "<", q) === true
      : (p: PyValue, q: PyValue) => {
          const [m, n] = [p as number, q as number];
          return name === "argmax"
            ? m > n || (Number.isNaN(m) && !Number.isNaN(n))
            : m < n || (Number.isNaN(m) && !Number.isNaN(n));
        };
  for (let i = 0; i < out.length; i++) {
    let best = 0;
    for (let k = 1; k < run; k++) if (better(x[i * run + k] as PyValue, x[i * run + best] as PyValue)) best = k;
    out[i] = best;
  }
  return arrayOf(vm, INT64, shape, { kind: "real", x: out });
}

/** The array with elements that `where` leaves out replaced. */
export function masked(vm: Interpreter, a: PyNdarray, where: PyValue, replacement: number): PyNdarray {
  const mask = load(vm, broadcastView(asArray(vm, where), a.shape)).x;
  const block = load(vm, a);
  if (block.kind !== "real")
    return raise(
      vm,
      TypeErrorType,
      `numpy reductions with where= of ${a.dtype.name}${shapeText(a.shape)} are not modelled`,
    );
  return arrayOf(vm, a.dtype, a.shape, {
    kind: "real",
    x: block.x.map((v, i) => (mask[i] ? v : replacement)),
  });
}
