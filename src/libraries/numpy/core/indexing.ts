/** Subscripts: views for integers, slices, newaxis and ellipsis; copies for arrays of integers or bools. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { IndexErrorType, ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import { PyObject, type PyValue } from "../../../dynamo/objects/object.ts";
import { Ellipsis } from "../../../dynamo/objects/singletons.ts";
import { PySlice } from "../../../dynamo/objects/slice.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import { asInt } from "../../../dynamo/objects/unbox.ts";
import { lookupSpecial } from "../../../dynamo/protocols/attribute.ts";
import { index } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { sliceIndices } from "../../../dynamo/protocols/item.ts";
import {
  broadcastShape,
  broadcastView,
  load,
  newArray,
  PyNdarray,
  product,
  rowMajor,
  shapeText,
  view,
} from "./array.ts";
import { asArray, cast, copied } from "./convert.ts";
import { isInteger } from "./dtype.ts";
import { box, scalarDType } from "./scalar.ts";
import { getElement, scatter, setElement } from "./storage.ts";

type Item =
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "slice"; readonly value: PySlice }
  | { readonly kind: "new" }
  | { readonly kind: "rest" }
  /** `dims` axes are taken by these indices: one for integers, a bool array's rank for a mask. */
  | {
      readonly kind: "array";
      readonly indices: readonly PyNdarray[];
      readonly mask: readonly number[] | null;
    };

const INVALID =
  "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices";

function parse(vm: Interpreter, key: PyValue): Item[] {
  const parts = key instanceof PyTuple ? key.items : [key];
  return parts.map((part) => parseItem(vm, part));
}

function parseItem(vm: Interpreter, part: PyValue): Item {
  if (typeof part === "number") return { kind: "int", value: part };
  if (part === null) return { kind: "new" };
  if (part === Ellipsis) return { kind: "rest" };
  if (part instanceof PySlice) return { kind: "slice", value: part };
  if (typeof part === "boolean" || scalarDType(part)?.kind === "b") return arrayItem(vm, asArray(vm, part));
  const int = asInt(part);
  if (int !== undefined) return { kind: "int", value: Number(int) };
  if (
    part instanceof PyNdarray ||
    part instanceof PyList ||
    (part instanceof PyObject && lookupSpecial(vm, part, "__array__") !== undefined) ||
    part instanceof PyTuple
  ) {
    const array = asArray(vm, part);
    if (array.shape.length === 0 && isInteger(array.dtype) && part instanceof PyNdarray)
      return {
        kind: "int",
        value: Number(getElement(array.dtype, array.store, array.offset)),
      };
    return arrayItem(vm, array);
  }
  if (part instanceof PyObject && lookupSpecial(vm, part, "__index__") !== undefined)
    return { kind: "int", value: Number(index(vm, part)) };
  if (
    part instanceof PyObject &&
    lookupSpecial(vm, part, "__len__") !== undefined &&
    lookupSpecial(vm, part, "__getitem__") !== undefined
  )
    return arrayItem(vm, asArray(vm, part));
  return raise(vm, IndexErrorType, INVALID);
}

function arrayItem(vm: Interpreter, array: PyNdarray): Item {
  if (array.dtype.kind === "b") return { kind: "array", indices: nonzero(vm, array), mask: array.shape };
  if (isInteger(array.dtype)) return { kind: "array", indices: [array], mask: null };
  if (array.size === 0)
    return {
      kind: "array",
      indices: [cast(vm, array, intDType(vm))],
      mask: null,
    };
  return raise(
    vm,
    IndexErrorType,
    array.dtype.kind === "f" ? "arrays used as indices must be of integer (or boolean) type" : INVALID,
  );
}

function intDType(vm: Interpreter) {
  return asArray(vm, 0).dtype;
}

/** The indices of the elements that are not zero, one array an axis. */
export function nonzero(vm: Interpreter, a: PyNdarray): PyNdarray[] {
  const block = load(vm, a);
  const hits: number[] = [];
  const size = a.size;
  for (let i = 0; i < size; i++) {
    const truthy = block.kind === "complex" ? block.x[2 * i] !== 0 || block.x[2 * i + 1] !== 0 : Boolean(block.x[i]);
    if (truthy) hits.push(i);
  }
  const steps = rowMajor(a.shape);
  if (a.shape.length === 0) return [fromNumbers(vm, hits)];
  return a.shape.map((extent, axis) =>
    fromNumbers(
      vm,
      hits.map((at) => Math.floor(at / (steps[axis] as number)) % extent),
    ),
  );
}

/** An int64 array of plain numbers. */
export function fromNumbers(vm: Interpreter, x: ArrayLike<number>, shape: readonly number[] = [x.length]): PyNdarray {
  const out = newArray(vm, intDType(vm), shape);
  scatter(out.dtype, out.store, [x.length], [1], 0, {
    kind: "real",
    x: Float64Array.from(x),
  });
  return out;
}

/** What an index selects: a view, or places in the store for arrays of indices. */
export type Selection =
  | {
      readonly kind: "view";
      readonly array: PyNdarray;
      readonly scalar: boolean;
    }
  | {
      readonly kind: "places";
      readonly places: Int32Array;
      readonly shape: readonly number[];
    };

export function select(vm: Interpreter, a: PyNdarray, key: PyValue): Selection {
  const items = parse(vm, key);
  const taken = items.reduce((n, item) => n + axesOf(item), 0);
  const rank = a.shape.length;
  if (taken > rank)
    raise(vm, IndexErrorType, `too many indices for array: array is ${rank}-dimensional, but ${taken} were indexed`);
  if (items.filter((i) => i.kind === "rest").length > 1)
    raise(vm, IndexErrorType, "an index can only have a single ellipsis ('...')");
  const full: Item[] = items.some((i) => i.kind === "rest") ? items : [...items, { kind: "rest" }];
  const fancy = items.some((i) => i.kind === "array");
  const shape: number[] = [];
  const strides: number[] = [];
  let offset = a.offset;
  let axis = 0;
  const arrays: {
    readonly indices: PyNdarray;
    readonly axis: number;
    readonly at: number;
    readonly place: number;
  }[] = [];
  full.forEach((item, place) => {
    switch (item.kind) {
      case "int": {
        const at = checked(vm, item.value, axis, a.shape[axis] as number);
        if (fancy)
          arrays.push({
            indices: fromNumbers(vm, [at], []),
            axis,
            at: shape.length,
            place,
          });
        else offset += at * (a.strides[axis] as number);
        axis++;
        break;
      }
      case "slice": {
        const s = sliceIndices(vm, item.value, a.shape[axis] as number);
        if (s.count > 0) offset += s.start * (a.strides[axis] as number);
        shape.push(s.count);
        strides.push((a.strides[axis] as number) * s.step);
        axis++;
        break;
      }
      case "new":
        shape.push(1);
        strides.push(0);
        break;
      case "rest":
        for (let n = rank - taken; n > 0; n--, axis++) {
          shape.push(a.shape[axis] as number);
          strides.push(a.strides[axis] as number);
        }
        break;
      case "array":
        if (item.mask !== null) checkMask(vm, a, item.mask, axis);
        for (const indices of item.indices) {
          if (item.mask !== null && item.mask.length === 0) arrays.push({ indices, axis: -1, at: shape.length, place });
          else arrays.push({ indices, axis: axis++, at: shape.length, place });
        }
        break;
    }
  });
  if (!fancy) {
    const scalar = shape.length === 0 && !items.some((i) => i.kind === "rest");
    return { kind: "view", array: view(a, shape, strides, offset), scalar };
  }
  const common = broadcastShape(arrays.map((i) => i.indices.shape));
  if (common === undefined) {
    const shapes = arrays.map((i) => shapeText(i.indices.shape)).join(" ");
    return raise(
      vm,
      IndexErrorType,
      `shape mismatch: indexing arrays could not be broadcast together with shapes ${shapes} `,
    );
  }
  // Neighbouring index arrays put their dimensions in their own place, scattered ones in front.
  const together = arrays.every((item, i) => i === 0 || item.place - (arrays[i - 1]?.place ?? 0) <= 1);
  const front = together ? (arrays[0]?.at ?? 0) : 0;
  const inner = new Float64Array(product(common));
  for (const { indices, axis: along } of arrays) {
    if (along < 0) continue;
    const block = load(vm, broadcastView(indices, common));
    const [extent, stride] = [a.shape[along] as number, a.strides[along] as number];
    for (let i = 0; i < inner.length; i++)
      inner[i] = (inner[i] as number) + checked(vm, Number(block.x[i]), along, extent) * stride;
  }
  const before = offsets(shape.slice(0, front), strides.slice(0, front), offset);
  const after = offsets(shape.slice(front), strides.slice(front), 0);
  const total = before.length * inner.length * after.length;
  vm.chargeMemory(total * 4);
  const places = new Int32Array(total);
  let n = 0;
  for (const b of before) for (const i of inner) for (const c of after) places[n++] = b + i + c;
  return {
    kind: "places",
    places,
    shape: [...shape.slice(0, front), ...common, ...shape.slice(front)],
  };
}

function axesOf(item: Item): number {
  if (item.kind === "int" || item.kind === "slice") return 1;
  return item.kind === "array" ? (item.mask === null ? 1 : item.mask.length) : 0;
}

function checked(vm: Interpreter, at: number, axis: number, size: number): number {
  const from = at < 0 ? at + size : at;
  if (from < 0 || from >= size)
    raise(vm, IndexErrorType, `index ${at} is out of bounds for axis ${axis} with size ${size}`);
  return from;
}

function checkMask(vm: Interpreter, a: PyNdarray, mask: readonly number[], axis: number): void {
  mask.forEach((size, i) => {
    const have = a.shape[axis + i] as number;
    if (have !== size)
      raise(
        vm,
        IndexErrorType,
        `boolean index did not match indexed array along axis ${axis + i}; size of axis is ${have} but size of corresponding boolean axis is ${size}`,
      );
  });
}

/** The places of a view's elements in row-major order. */
export function offsets(shape: readonly number[], strides: readonly number[], offset: number): number[] {
  let out = [offset];
  shape.forEach((size, i) => {
    const stride = strides[i] as number;
    const next: number[] = [];
    for (const o of out) for (let k = 0; k < size; k++) next.push(o + k * stride);
    out = next;
  });
  return out;
}

/** A new array of the elements at places in a store. */
export function takePlaces(
  vm: Interpreter,
  a: PyNdarray,
  places: ArrayLike<number>,
  shape: readonly number[],
): PyNdarray {
  const out = newArray(vm, a.dtype, shape);
  const [to, from] = [out.store, a.store];
  vm.charge(places.length / 64);
  if (a.dtype.kind === "c") {
    for (let i = 0; i < places.length; i++) {
      to[2 * i] = from[2 * (places[i] as number)] as never;
      to[2 * i + 1] = from[2 * (places[i] as number) + 1] as never;
    }
  } else for (let i = 0; i < places.length; i++) to[i] = from[places[i] as number] as never;
  return out;
}

/** `a[key]`. */
export function getSubscript(vm: Interpreter, a: PyNdarray, key: PyValue): PyValue {
  const found = select(vm, a, key);
  if (found.kind === "places") return takePlaces(vm, a, found.places, found.shape);
  const { array } = found;
  if (found.scalar) return box(array.dtype, getElement(array.dtype, array.store, array.offset));
  return array;
}

/** `a[key] = value`. */
export function setSubscript(vm: Interpreter, a: PyNdarray, key: PyValue, value: PyValue): void {
  if (!a.writeable) raise(vm, ValueErrorType, "assignment destination is read-only");
  const found = select(vm, a, key);
  if (found.kind === "view") {
    const { array } = found;
    if (found.scalar && a.dtype.kind === "O") setElement(a.dtype, array.store, array.offset, value);
    else assign(vm, array, value);
    return;
  }
  const source = asArray(vm, value, a.dtype);
  if (
    broadcastShape([source.shape, found.shape])?.length !== found.shape.length ||
    product(broadcastShape([source.shape, found.shape]) ?? []) !== product(found.shape)
  ) {
    raise(
      vm,
      ValueErrorType,
      `shape mismatch: value array of shape ${shapeText(source.shape)} could not be broadcast to indexing result of shape ${shapeText(found.shape)}`,
    );
  }
  const elements = copied(vm, broadcastView(source, found.shape));
  const { places } = found;
  const temporary = newArray(vm, a.dtype, found.shape);
  scatter(a.dtype, temporary.store, [places.length], [1], 0, elements);
  for (let i = 0; i < places.length; i++)
    setElement(a.dtype, a.store, places[i] as number, getElement(a.dtype, temporary.store, i));
}

/** Writes a value, broadcast and cast, into all elements of `target`. */
export function assign(vm: Interpreter, target: PyNdarray, value: PyValue): void {
  if (!target.writeable) raise(vm, ValueErrorType, "assignment destination is read-only");
  const source = asArray(vm, value, target.dtype.kind === "U" && value instanceof PyNdarray ? null : target.dtype);
  let from = source;
  // Leading dimensions of one fall away.
  while (from.shape.length > target.shape.length && from.shape[0] === 1)
    from = view(from, from.shape.slice(1), from.strides.slice(1));
  const common = broadcastShape([from.shape, target.shape]);
  if (common === undefined || common.length !== target.shape.length || common.some((s, i) => s !== target.shape[i])) {
    raise(
      vm,
      ValueErrorType,
      `could not broadcast input array from shape ${shapeText(source.shape)} into shape ${shapeText(target.shape)}`,
    );
  }
  const block = copied(vm, broadcastView(from, target.shape));
  scatter(target.dtype, target.store, target.shape, target.strides, target.offset, block);
}
