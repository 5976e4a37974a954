/** `x[...]` and `x[...] = value`: selects, slices, new axes, boolean masks and index tensors, as PyTorch splits them. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { IndexErrorType, TypeErrorType, ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import { PyJsIterator } from "../../../dynamo/objects/iterator.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import { defineMethods } from "../../../dynamo/objects/native.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { PyRange } from "../../../dynamo/objects/range.ts";
import { Ellipsis } from "../../../dynamo/objects/singletons.ts";
import { PySlice } from "../../../dynamo/objects/slice.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import { asInt } from "../../../dynamo/objects/unbox.ts";
import { index } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { typeOf } from "../../../dynamo/protocols/type_of.ts";
import { isContiguous } from "../../../ops/strides.ts";
import type { OpInput } from "../../../ops/types.ts";
import { eq } from "../../../shapes/bool.ts";
import type { SymInt } from "../../../shapes/types.ts";
import { decide, PySymInt } from "../../objects/symbolic.ts";
import { torchState } from "../../state.ts";
import { hasData } from "../data_dependent.ts";
import { dispatchTarget, tensorOp } from "../dispatch.ts";
import { tryInput } from "../inputs.ts";
import { lifted, tensorFromData } from "../lifted.ts";
import { PyTensor, tensorBaseType } from "../tensor.ts";
import { itemOf } from "./data.ts";

const WHOLE_END = 9223372036854775807n;

/** What remains after selects and slices: the tensor they made, and the index tensors by dimension. */
interface Split {
  readonly base: PyTensor;
  readonly indices: readonly (PyTensor | null)[];
}

/** A list stands for a tensor of its items, unless it holds slices or the like. */
function isIndexTuple(key: PyValue): key is PyTuple | PyList {
  if (key instanceof PyTuple) return true;
  return (
    key instanceof PyList &&
    key.items.length < 32 &&
    key.items.some((i) => i instanceof PySlice || i === Ellipsis || i === null || i instanceof PyTensor)
  );
}

/** How many dimensions of the tensor an index takes. */
function consumed(item: PyValue): number {
  if (item === null || item === Ellipsis || typeof item === "boolean") return 0;
  if (item instanceof PyTensor && (item.meta.dtype === "bool" || item.meta.dtype === "uint8")) {
    return item.meta.shape.length;
  }
  return 1;
}

function sizeInput(vm: Interpreter, value: PyValue, otherwise: OpInput): OpInput {
  if (value === null) return otherwise;
  if (value instanceof PySymInt) return { kind: "symint", expr: value.expr };
  if (value instanceof PyTensor) {
    const item = itemOf(vm, value, "a slice bound");
    return tryInput(item) ?? 0;
  }
  return index(vm, value);
}

function toIndexTensor(vm: Interpreter, item: PyValue): PyTensor {
  if (item instanceof PyTensor) return item;
  return lifted(torchState(vm), tensorFromData(vm, item), false);
}

/** An int, or a tensor of one integer that is known: a select. */
function selectIndex(vm: Interpreter, item: PyValue): OpInput | null {
  if (typeof item === "boolean") return null;
  if (item instanceof PySymInt) return { kind: "symint", expr: item.expr };
  const i = asInt(item);
  if (i !== undefined) return i;
  if (item instanceof PyTensor && item.meta.shape.length === 0 && /^u?int(8|16|32|64)$/.test(item.meta.dtype)) {
    const state = torchState(vm);
    if (hasData(item) && item.meta.dtype !== "uint8" && !state.tracer?.owns(item)) {
      return tryInput(itemOf(vm, item, "an index")) ?? null;
    }
  }
  return null;
}

function split(vm: Interpreter, self: PyTensor, key: PyValue): Split {
  const items = isIndexTuple(key) ? key.items : [key];
  const rank = self.meta.shape.length;
  const used = items.reduce((n: number, i) => n + consumed(i), 0);
  if (used > rank) raise(vm, IndexErrorType, `too many indices for tensor of dimension ${rank}`);
  let base = self;
  let dim = 0;
  const indices: (PyTensor | null)[] = [];
  const put = (at: number, tensor: PyTensor): void => {
    while (indices.length < at) indices.push(null);
    indices[at] = tensor;
  };
  for (const item of items) {
    if (item === Ellipsis) {
      dim += rank - used;
      continue;
    }
    if (item === null) {
      base = tensorOp(vm, "aten.unsqueeze.default", [base, dim]);
      dim++;
      continue;
    }
    if (item instanceof PySlice) {
      base = sliced(vm, base, dim, item);
      dim++;
      continue;
    }
    if (typeof item === "boolean") {
      base = tensorOp(vm, "aten.unsqueeze.default", [base, dim]);
      put(dim, toIndexTensor(vm, new PyList([item])));
      dim++;
      continue;
    }
    const at = selectIndex(vm, item);
    if (at !== null) {
      base = selected(vm, base, dim, at, rank);
      continue;
    }
    if (!(item instanceof PyTensor || item instanceof PyList || item instanceof PyTuple || item instanceof PyRange)) {
      raise(
        vm,
        TypeErrorType,
        `only integers, slices (\`:\`), ellipsis (\`...\`), None and long or byte Variables are valid indices (got ${typeOf(item).name})`,
      );
    }
    const tensor = toIndexTensor(vm, item);
    put(dim, tensor);
    dim += Math.max(consumed(tensor), tensor.meta.dtype === "bool" ? tensor.meta.shape.length : 1);
  }
  return { base, indices };
}

function selected(vm: Interpreter, base: PyTensor, dim: number, at: OpInput, rank: number): PyTensor {
  const size = base.meta.shape[dim];
  if (size === undefined) {
    raise(
      vm,
      IndexErrorType,
      rank === 0
        ? "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number"
        : `too many indices for tensor of dimension ${rank}`,
    );
  }
  if (typeof at === "number" && typeof size === "number" && (at >= size || at < -size)) {
    raise(vm, IndexErrorType, `index ${at} is out of bounds for dimension ${dim} with size ${size}`);
  }
  return tensorOp(vm, "aten.select.int", [base, dim, at]);
}

/** A slice of everything is no operator, unless `always`. */
function sliced(vm: Interpreter, base: PyTensor, dim: number, slice: PySlice, always = false): PyTensor {
  const { start, stop, step } = slice;
  if (!always && start === null && stop === null && (step === null || step === 1)) return base;
  const by = sizeInput(vm, step, 1);
  if (typeof by === "number" && by <= 0) raise(vm, ValueErrorType, "step must be greater than zero");
  const from = sizeInput(vm, start, 0);
  const to = sizeInput(vm, stop, WHOLE_END);
  const size = base.meta.shape[dim];
  if (!always && from === 0 && by === 1 && size !== undefined && sameSize(vm, to, size)) return base;
  // A beginning that was left out is written only before an end that is a number.
  const begin = start === null && stop !== null && typeof to !== "number" ? null : from;
  return tensorOp(vm, "aten.slice.Tensor", [base, dim, begin, to, by]);
}

function sameSize(vm: Interpreter, to: OpInput, size: SymInt): boolean {
  if (to === WHOLE_END) return true;
  if (typeof to === "object" && to !== null && "kind" in to && to.kind === "symint") {
    return torchState(vm).shapes.prove(eq(to.expr, size)) === true;
  }
  return to === size;
}

export function getItem(vm: Interpreter, self: PyTensor, key: PyValue): PyTensor {
  if (key instanceof PySlice && self.meta.shape.length > 0) return sliced(vm, self, 0, key, true);
  const { base, indices } = split(vm, self, key);
  if (indices.length > 0) return tensorOp(vm, "aten.index.Tensor", [base, indices]);
  return base === self ? tensorOp(vm, "aten.alias.default", [self]) : base;
}

function setItem(vm: Interpreter, self: PyTensor, key: PyValue, value: PyValue): void {
  const state = torchState(vm);
  // A number becomes a constant before the key is taken apart.
  const constant = value instanceof PyTensor ? null : tensorFromData(vm, value, self.meta.dtype, self.meta.device);
  const source = value instanceof PyTensor ? value : lifted(state, constant ?? self, false);
  const { base, indices } = split(vm, self, key);
  if (indices.length > 0) dispatchTarget(vm, "aten.index_put_.default", [base, indices, source]);
  else if (constant?.meta.shape.length === 0) dispatchTarget(vm, "aten.fill_.Tensor", [base, source]);
  else dispatchTarget(vm, "aten.copy_.default", [base, trimmed(vm, base, source)]);
}

/** Leading dimensions of size 1 that the destination does not have. */
function trimmed(vm: Interpreter, base: PyTensor, source: PyTensor): PyTensor {
  const extra = source.meta.shape.length - base.meta.shape.length;
  if (extra <= 0) return source;
  const { shape } = source.meta;
  if (!shape.slice(0, extra).every((s) => decide(vm, eq(s, 1), "assignment to an index"))) return source;
  const sizes = shape.slice(extra).map((s): OpInput => (typeof s === "number" ? s : { kind: "symint", expr: s }));
  return tensorOp(vm, "aten.view.default", [source, sizes]);
}

defineMethods(tensorBaseType, {
  "__getitem__(self, key)": (vm, self: PyTensor, key: PyValue) => getItem(vm, self, key),
  "__setitem__(self, key, value)": (vm, self: PyTensor, key: PyValue, value: PyValue) => {
    setItem(vm, self, key, value);
    return null;
  },
  "__iter__(self)": (vm, self: PyTensor) => {
    if (self.meta.shape.length === 0) raise(vm, TypeErrorType, "iteration over a 0-d tensor");
    const rows = dispatchTarget(vm, "aten.unbind.int", [self, 0]);
    return new PyJsIterator((rows instanceof PyTuple ? rows.items : [])[Symbol.iterator]());
  },
  "__reversed__(self)": (vm, self: PyTensor) =>
    self.meta.shape.length === 0 ? self : tensorOp(vm, "aten.flip.default", [self, self.meta.shape.map((_, i) => i)]),
  "contiguous(self, memory_format=None)": (vm, self: PyTensor, format: PyValue) => {
    const input = tryInput(format) ?? null;
    const other = typeof input === "object" && input !== null && "kind" in input && input.kind === "memory_format";
    const plain = !other || (input.kind === "memory_format" && input.format === "contiguous_format");
    // Nothing to do is not even recorded.
    if (plain && isContiguous(torchState(vm).shapes, self.meta)) return self;
    return plain
      ? tensorOp(vm, "aten.contiguous.default", [self])
      : tensorOp(vm, "aten.contiguous.default", [self], new Map([["memory_format", input]]));
  },
});
