/** Matrix products. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { binaryOp } from "../../../dynamo/protocols/operator.ts";
import { arrayOf, broadcastShape, broadcastView, load, type PyNdarray, product, shapeText, view } from "./array.ts";
import { cast } from "./convert.ts";
import { isInteger, promote } from "./dtype.ts";
import { bigs, numbers } from "./elementwise.ts";
import { rounding } from "./reduce.ts";
import { reshape, transpose } from "./shaping.ts";

/** `a @ b`: vectors count as a row on the left and as a column on the right; leading dimensions broadcast. */
export function matmul(vm: Interpreter, a: PyNdarray, b: PyNdarray): PyNdarray {
  for (const [i, x] of [a, b].entries()) {
    if (x.shape.length === 0)
      raise(
        vm,
        ValueErrorType,
        `matmul: Input operand ${i} does not have enough dimensions (has 0, gufunc core with signature (n?,k),(k,m?)->(n?,m?) requires 1)`,
      );
  }
  const left = a.shape.length === 1 ? view(a, [1, ...a.shape], [0, ...a.strides]) : a;
  const right = b.shape.length === 1 ? view(b, [...b.shape, 1], [...b.strides, 0]) : b;
  const [n, k] = left.shape.slice(-2) as [number, number];
  const [k2, m] = right.shape.slice(-2) as [number, number];
  if (k !== k2)
    raise(
      vm,
      ValueErrorType,
      `matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size ${k2} is different from ${k})`,
    );
  const batch = broadcastShape([left.shape.slice(0, -2), right.shape.slice(0, -2)]);
  if (batch === undefined) {
    return raise(
      vm,
      ValueErrorType,
      `operands could not be broadcast together with remapped shapes [original->remapped]: ${shapeText(a.shape)}->(${[...a.shape.slice(0, -2), "newaxis", "newaxis"].join(",")}) ${shapeText(b.shape)}->(${[...b.shape.slice(0, -2), "newaxis", "newaxis"].join(",")})  and requested shape (${n},${m})`,
    );
  }
  const out = products(vm, broadcastView(left, [...batch, n, k]), broadcastView(right, [...batch, k, m]), batch);
  const shape = [...batch, ...(a.shape.length === 1 ? [] : [n]), ...(b.shape.length === 1 ? [] : [m])];
  return reshape(vm, out, shape);
}

function products(vm: Interpreter, a: PyNdarray, b: PyNdarray, batch: readonly number[]): PyNdarray {
  const d = promote(a.dtype, b.dtype);
  const [n, k] = a.shape.slice(-2) as [number, number];
  const m = b.shape[b.shape.length - 1] as number;
  const count = product(batch);
  const order = b.shape.map((_, i) => i);
  order.push(...order.splice(-2).reverse());
  const [p, q] = [load(vm, cast(vm, a, d)), load(vm, cast(vm, transpose(b, order), d))];
  vm.charge((count * n * m * k) / 64);
  const shape = [...batch, n, m];
  /** Calls `each` with the starts of a row of `a` and a column of `b`. */
  const walk = (each: (row: number, column: number, to: number) => void): void => {
    for (let c = 0, to = 0; c < count; c++)
      for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) each((c * n + i) * k, (c * m + j) * k, to++);
  };
  if (p.kind === "complex" && q.kind === "complex") {
    const out = new Float64Array(2 * count * n * m);
    walk((row, column, to) => {
      let [re, im] = [0, 0];
      for (let t = 0; t < k; t++) {
        const [ar, ai] = [p.x[2 * (row + t)] as number, p.x[2 * (row + t) + 1] as number];
        const [br, bi] = [q.x[2 * (column + t)] as number, q.x[2 * (column + t) + 1] as number];
        re += ar * br - ai * bi;
        im += ar * bi + ai * br;
      }
      out[2 * to] = re;
      out[2 * to + 1] = im;
    });
    return arrayOf(vm, d, shape, { kind: "complex", x: out });
  }
  if (p.kind === "value" || q.kind === "value") {
    const out: PyValue[] = [];
    walk((row, column) => {
      let total: PyValue = 0;
      for (let t = 0; t < k; t++) {
        const term = binaryOp(vm, "*", p.x[row + t] as PyValue, q.x[column + t] as PyValue);
        total = t === 0 ? term : binaryOp(vm, "+", total, term);
      }
      out.push(total);
    });
    return arrayOf(vm, d, shape, { kind: "value", x: out });
  }
  const [x, y] = [numbers(p), numbers(q)];
  const out = new Float64Array(count * n * m);
  const round = rounding(d);
  walk((row, column, to) => {
    let total = 0;
    for (let t = 0; t < k; t++) total += (x[row + t] as number) * (y[column + t] as number);
    out[to] = round(total);
  });
  if (!isInteger(d) || out.every((v) => Math.abs(v) <= Number.MAX_SAFE_INTEGER))
    return arrayOf(vm, d, shape, { kind: "real", x: out });
  const [s, t] = [bigs(p), bigs(q)];
  const exact: bigint[] = [];
  walk((row, column) => {
    let total = 0n;
    for (let i = 0; i < k; i++) total += (s[row + i] as bigint) * (t[column + i] as bigint);
    exact.push(total);
  });
  return arrayOf(vm, d, shape, { kind: "big", x: exact });
}

/** `numpy.dot`: products of scalars, matrix products, and the last axis of `a` with the last but one of `b`. */
export function dot(vm: Interpreter, a: PyNdarray, b: PyNdarray): PyNdarray {
  const k = a.shape[a.shape.length - 1] as number;
  const at = Math.max(0, b.shape.length - 2);
  if (k !== b.shape[at])
    raise(
      vm,
      ValueErrorType,
      `shapes ${shapeText(a.shape)} and ${shapeText(b.shape)} not aligned: ${k} (dim ${a.shape.length - 1}) != ${b.shape[at]} (dim ${at})`,
    );
  if (a.shape.length <= 2 && b.shape.length <= 2) return matmul(vm, a, b);
  const left = reshape(vm, a, [product(a.shape.slice(0, -1)), k]);
  const order = [at, ...b.shape.map((_, i) => i).filter((i) => i !== at)];
  const moved = transpose(b, order);
  const right = reshape(vm, moved, [k, product(moved.shape.slice(1))]);
  return reshape(vm, matmul(vm, left, right), [...a.shape.slice(0, -1), ...moved.shape.slice(1)]);
}
