/** Reshaping, transposing and the like: views where the strides allow. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { NotImplementedErrorType, ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { asStr } from "../../../dynamo/objects/unbox.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { isContiguous, type PyNdarray, product, rowMajor, view } from "./array.ts";
import { copyOf } from "./convert.ts";

/** The strides of `shape` over the same elements; undefined when only a copy can have it. */
function stridesFor(a: PyNdarray, shape: readonly number[]): number[] | undefined {
  if (isContiguous(a)) return rowMajor(shape);
  const old = a.shape.map((s, i) => ({ size: s, stride: a.strides[i] as number })).filter((d) => d.size !== 1);
  const strides = new Array<number>(shape.length).fill(0);
  let [oi, ni] = [0, 0];
  while (ni < shape.length && oi < old.length) {
    let [oj, nj] = [oi + 1, ni + 1];
    let [op, np] = [old[oi]?.size as number, shape[ni] as number];
    while (op !== np) {
      if (np < op) np *= shape[nj++] ?? Number.NaN;
      else op *= old[oj++]?.size ?? Number.NaN;
      if (Number.isNaN(op) || Number.isNaN(np)) return undefined;
    }
    for (let k = oi; k < oj - 1; k++) {
      const [outer, inner] = [old[k], old[k + 1]];
      if (outer?.stride !== (inner?.size as number) * (inner?.stride as number)) return undefined;
    }
    strides[nj - 1] = old[oj - 1]?.stride as number;
    for (let k = nj - 1; k > ni; k--) strides[k - 1] = (strides[k] as number) * (shape[k] as number);
    oi = oj;
    ni = nj;
  }
  for (; ni < shape.length; ni++) strides[ni] = ni > 0 ? (strides[ni - 1] as number) : 1;
  return strides;
}

/** The shape with its -1 worked out. */
export function resolveShape(vm: Interpreter, size: number, shape: readonly number[]): number[] {
  const free = shape.filter((s) => s < 0).length;
  const known = product(shape.filter((s) => s >= 0));
  if (free > 1) raise(vm, ValueErrorType, "can only specify one unknown dimension");
  if (free === 1 ? known === 0 || size % known !== 0 : known !== size)
    raise(vm, ValueErrorType, `cannot reshape array of size ${size} into shape ${wantedText(shape)}`);
  return shape.map((s) => (s < 0 ? size / known : s));
}

/** A shape with sizes to be worked out, as the error writes it. */
function wantedText(shape: readonly number[]): string {
  const from = shape.findIndex((s) => s >= 0);
  const sizes = from < 0 ? [] : shape.slice(from).map((s) => (s < 0 ? "newaxis" : s));
  return `(${sizes.join(",")}${shape.length === 1 ? "," : ""})`;
}

export function reshape(vm: Interpreter, a: PyNdarray, shape: readonly number[], order: PyValue = "C"): PyNdarray {
  const full = resolveShape(vm, a.size, shape);
  if (isFortranOrder(vm, order, a)) return transpose(reshape(vm, transpose(a), [...full].reverse()));
  const strides = stridesFor(a, full);
  if (strides !== undefined) return view(a, full, strides);
  const copy = copyOf(vm, a);
  return view(copy, full, rowMajor(full));
}

function isFortranOrder(vm: Interpreter, order: PyValue, a: PyNdarray): boolean {
  const text = order === null ? "C" : asStr(order);
  if (text === "F" || (text === "A" && a.shape.length > 1 && !isContiguous(a) && isContiguous(transpose(a))))
    return true;
  if (text === "C" || text === "A" || text === "K") return false;
  return raise(
    vm,
    text === undefined ? NotImplementedErrorType : ValueErrorType,
    `order must be one of 'C', 'F', 'A', or 'K' (got '${text}')`,
  );
}

export function flat(vm: Interpreter, a: PyNdarray, order: PyValue = "C"): PyNdarray {
  return reshape(vm, a, [a.size], order);
}

export function transpose(a: PyNdarray, axes?: readonly number[]): PyNdarray {
  const order = axes ?? a.shape.map((_, i) => a.shape.length - 1 - i);
  return view(
    a,
    order.map((i) => a.shape[i] as number),
    order.map((i) => a.strides[i] as number),
  );
}

/** The axes' diagonal, as the last dimension of a view. */
export function diagonal(a: PyNdarray, offset: number, first: number, second: number): PyNdarray {
  const rest = a.shape.map((_, i) => i).filter((i) => i !== first && i !== second);
  const [rows, columns] = [a.shape[first] as number, a.shape[second] as number];
  const [rowStep, columnStep] = [a.strides[first] as number, a.strides[second] as number];
  const count = Math.max(0, offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns));
  const start = count === 0 ? a.offset : a.offset + (offset >= 0 ? offset * columnStep : -offset * rowStep);
  return view(
    a,
    [...rest.map((i) => a.shape[i] as number), count],
    [...rest.map((i) => a.strides[i] as number), rowStep + columnStep],
    start,
  );
}
