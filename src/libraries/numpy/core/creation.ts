/** Functions that make arrays, and those on dtypes and text. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { TypeErrorType, ValueErrorType, ZeroDivisionErrorType } from "../../../dynamo/objects/exception_types.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import { fn, type PyNative, rawFn } from "../../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../../dynamo/objects/object.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import { PyType } from "../../../dynamo/objects/type.ts";
import { asBytesLike, asStr } from "../../../dynamo/objects/unbox.ts";
import { index, truth } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { forEach, toArray } from "../../../dynamo/protocols/iterate.ts";
import {
  arrayOf,
  axisIndex,
  broadcastOrRaise,
  broadcastShape,
  broadcastView,
  load,
  newArray,
  PyNdarray,
  rowMajor,
  shapeText,
  tupleText,
  view,
} from "./array.ts";
import { asArray, cast, copyOf, toDType, toShape, unwrap } from "./convert.ts";
import { type Casting, canCast, FLOAT64, INT64, type PyDType, promote } from "./dtype.ts";
import { commonDType, operand } from "./elementwise.ts";
import { assign, nonzero, setSubscript } from "./indexing.ts";
import { dot, matmul } from "./matmul.ts";
import { transpose } from "./shaping.ts";
import { argsortLast } from "./sorting.ts";
import { typed } from "./storage.ts";
import { callBinary, deliver } from "./ufunc.ts";

function array(
  vm: Interpreter,
  object: PyValue,
  dtype: PyValue,
  copy: PyValue,
  order: PyValue,
  _subok: PyValue,
  ndmin: PyValue,
): PyValue {
  const made = asArray(vm, object, dtype === null ? null : toDType(vm, dtype));
  const shared = made === object || (made.base !== null && object instanceof PyObject);
  let out = shared && (copy === null || truth(vm, copy)) && copy !== null ? copyOf(vm, made) : made;
  if (order === "F") out = transpose(copyOf(vm, transpose(out)));
  const missing = Number(index(vm, ndmin)) - out.shape.length;
  if (missing > 0)
    out = view(
      out,
      [...new Array<number>(missing).fill(1), ...out.shape],
      [...new Array<number>(missing).fill(0), ...out.strides],
    );
  return out;
}

function filledWith(vm: Interpreter, d: PyDType, shape: readonly number[], value: PyValue): PyNdarray {
  const out = newArray(vm, d, shape);
  if (value !== 0) assign(vm, out, value);
  else if (d.kind === "O") assign(vm, out, 0);
  return out;
}

const dtypeOr = (vm: Interpreter, v: PyValue, otherwise: PyDType): PyDType => (v === null ? otherwise : toDType(vm, v));

function like(vm: Interpreter, a: PyValue, dtype: PyValue, shape: PyValue, value: PyValue): PyNdarray {
  const source = asArray(vm, a);
  return filledWith(vm, dtypeOr(vm, dtype, source.dtype), shape === null ? source.shape : toShape(vm, shape), value);
}

function arange(
  vm: Interpreter,
  first: PyValue | undefined,
  second: PyValue,
  step: PyValue,
  dtype: PyValue,
): PyNdarray {
  if (first === undefined) return raise(vm, TypeErrorType, "arange() requires stop to be specified.");
  const [start, stop] = second === null ? [0, first] : [first, second];
  const by = step === null ? 1 : step;
  const d = dtype === null ? commonDType([start, stop, by].map((v) => operand(vm, v))) : toDType(vm, dtype);
  const [a, b, c] = [start, stop, by].map((v) =>
    Number(load(vm, asArray(vm, v, asArray(vm, v).dtype.kind === "f" ? FLOAT64 : null)).x[0]),
  ) as [number, number, number];
  if (c === 0) return raise(vm, ZeroDivisionErrorType, "division by zero");
  const count = Math.max(0, Math.ceil((b - a) / c));
  if (!Number.isFinite(count)) return raise(vm, ValueErrorType, "arange: cannot compute length");
  vm.chargeMemory(count * 8);
  const x = new Float64Array(count);
  // The second element fixes the step, as rounding leaves it.
  const delta = d.kind === "f" ? a + c - a : Math.trunc(a + c) - Math.trunc(a);
  const from = d.kind === "f" ? a : Math.trunc(a);
  for (let i = 0; i < count; i++) x[i] = from + i * delta;
  return arrayOf(vm, d, [count], { kind: "real", x });
}

function concatenate(vm: Interpreter, arrays: PyValue, axis: PyValue, out: PyValue, dtype: PyValue): PyValue {
  let parts = toArray(vm, arrays).map((a) => asArray(vm, a));
  if (parts.length === 0) return raise(vm, ValueErrorType, "need at least one array to concatenate");
  if (axis === null) parts = parts.map((p) => arrayOf(vm, p.dtype, [p.size], load(vm, p)));
  const rank = parts[0]?.shape.length ?? 0;
  if (rank === 0) return raise(vm, ValueErrorType, "zero-dimensional arrays cannot be concatenated");
  const at = axisIndex(vm, axis === null ? 0 : Number(index(vm, axis)), rank);
  parts.forEach((p, i) => {
    if (p.shape.length !== rank)
      raise(
        vm,
        ValueErrorType,
        `all the input arrays must have same number of dimensions, but the array at index 0 has ${rank} dimension(s) and the array at index ${i} has ${p.shape.length} dimension(s)`,
      );
    p.shape.forEach((s, k) => {
      const want = parts[0]?.shape[k];
      if (k !== at && s !== want)
        raise(
          vm,
          ValueErrorType,
          `all the input array dimensions except for the concatenation axis must match exactly, but along dimension ${k}, the array at index 0 has size ${want} and the array at index ${i} has size ${s}`,
        );
    });
  });
  const d = dtype === null ? parts.map((p) => p.dtype).reduce(promote) : toDType(vm, dtype);
  const shape = (parts[0] as PyNdarray).shape.map((s, k) =>
    k === at ? parts.reduce((n, p) => n + (p.shape[at] as number), 0) : s,
  );
  const made = newArray(vm, d, shape);
  let from = 0;
  for (const p of parts) {
    const target = view(made, p.shape, made.strides, made.offset + from * (made.strides[at] as number));
    if (p.size > 0) assign(vm, target, p);
    from += p.shape[at] as number;
  }
  return deliver(vm, made, out, "concatenate");
}

function where(vm: Interpreter, condition: PyValue, x: PyValue | undefined, y: PyValue | undefined): PyValue {
  const c = asArray(vm, condition);
  if (x === undefined || y === undefined) {
    if (x !== y) raise(vm, ValueErrorType, "either both or neither of x and y should be given");
    return new PyTuple(nonzero(vm, c));
  }
  const [a, b] = [operand(vm, x), operand(vm, y)];
  const d = commonDType([a, b]);
  const shape = broadcastOrRaise(vm, [c, a.array, b.array]);
  const chosen = chooseReal(vm, [c, a.array, b.array], d, shape);
  if (chosen !== undefined) return chosen;
  const out = newArray(vm, d, shape);
  assign(vm, out, b.array);
  const mask = broadcastView(cast(vm, c, boolDType(vm)), shape);
  const source = broadcastView(cast(vm, a.array, d), shape);
  if (shape.length === 0) return truth(vm, unwrap(mask)) ? source : out;
  const places = nonzero(vm, mask);
  setSubscript(vm, out, new PyTuple(places), pick(vm, source, places));
  return out;
}

/** The choice element by element when all three are real numbers, which is quick. */
function chooseReal(
  vm: Interpreter,
  parts: readonly PyNdarray[],
  d: PyDType,
  shape: readonly number[],
): PyNdarray | undefined {
  if (d.kind === "O" || d.kind === "U") return undefined;
  const [c, x, y] = parts.map((p) => load(vm, broadcastView(p, shape)));
  if (c?.kind !== "real" || x?.kind !== "real" || y?.kind !== "real") return undefined;
  const out = new Float64Array(c.x.length);
  for (let i = 0; i < out.length; i++) out[i] = (c.x[i] !== 0 ? x.x[i] : y.x[i]) as number;
  return arrayOf(vm, d, shape, { kind: "real", x: out });
}

function pick(vm: Interpreter, a: PyNdarray, places: readonly PyNdarray[]): PyValue {
  const get = a.type.lookup("__getitem__") as PyNative;
  return vm.call(get, [a, new PyTuple(places)]);
}

function boolDType(vm: Interpreter): PyDType {
  return asArray(vm, true).dtype;
}

function resultType(vm: Interpreter, args: readonly PyValue[]): PyValue {
  if (args.length === 0) return raise(vm, ValueErrorType, "at least one array or dtype is required");
  const parts = args.map((v) => {
    const plainType =
      v instanceof PyType || asStr(v) !== undefined || (v instanceof PyObject && v.type.name === "dtype");
    return plainType ? { array: newArray(vm, toDType(vm, v), []), weak: null, value: v } : operand(vm, v);
  });
  return commonDType(parts);
}

function fromBuffer(vm: Interpreter, buffer: PyValue, dtype: PyValue, count: PyValue, offset: PyValue): PyValue {
  const bytes = asBytesLike(buffer) ?? raise(vm, TypeErrorType, "a bytes-like object is required");
  const d = toDType(vm, dtype);
  const start = Number(index(vm, offset));
  const available = bytes.length - start;
  const n = Number(index(vm, count)) < 0 ? Math.floor(available / d.itemsize) : Number(index(vm, count));
  if (Number(index(vm, count)) < 0 && available % d.itemsize !== 0)
    raise(vm, ValueErrorType, "buffer size must be a multiple of element size");
  if (n * d.itemsize > available) raise(vm, ValueErrorType, "buffer is smaller than requested size");
  // A Buffer of Node is one of these, and its slice() is no copy.
  const copy = new Uint8Array(bytes.subarray(start, start + n * d.itemsize));
  const made = new PyNdarray(d, typed(d, copy.buffer), [n], rowMajor([n]), 0, buffer);
  made.writeable = false;
  return made;
}

const LIKE = "dtype=None, order='K', subok=True, shape=None, *, device=None";

export const CREATION: readonly PyNative[] = [
  fn("array(object, dtype=None, *, copy=True, order='K', subok=False, ndmin=0, like=None)", array),
  fn(
    "asarray(a, dtype=None, order=None, *, device=None, copy=None, like=None)",
    (vm: Interpreter, a: PyValue, dtype: PyValue, order: PyValue, _d: PyValue, copy: PyValue) =>
      array(vm, a, dtype, copy === true ? true : null, order === null ? "K" : order, false, 0),
  ),
  fn(
    "asanyarray(a, dtype=None, order=None, *, device=None, copy=None, like=None)",
    (vm: Interpreter, a: PyValue, dtype: PyValue) => array(vm, a, dtype, null, "K", false, 0),
  ),
  fn("ascontiguousarray(a, dtype=None, *, like=None)", (vm: Interpreter, a: PyValue, dtype: PyValue) => {
    const made = asArray(vm, a, dtype === null ? null : toDType(vm, dtype));
    const dense = made.strides.every((s, i) => made.shape[i] === 1 || s === rowMajor(made.shape)[i])
      ? made
      : copyOf(vm, made);
    return dense.shape.length === 0 ? view(dense, [1], [1]) : dense;
  }),
  fn("asfortranarray(a, dtype=None, *, like=None)", (vm: Interpreter, a: PyValue, dtype: PyValue) =>
    transpose(copyOf(vm, transpose(asArray(vm, a, dtype === null ? null : toDType(vm, dtype))))),
  ),
  fn(
    "zeros(shape, dtype=None, order='C', *, device=None, like=None)",
    (vm: Interpreter, shape: PyValue, dtype: PyValue) => filledWith(vm, toDType(vm, dtype), toShape(vm, shape), 0),
  ),
  fn(
    "empty(shape, dtype=None, order='C', *, device=None, like=None)",
    (vm: Interpreter, shape: PyValue, dtype: PyValue) => newArray(vm, toDType(vm, dtype), toShape(vm, shape)),
  ),
  fn(
    "ones(shape, dtype=None, order='C', *, device=None, like=None)",
    (vm: Interpreter, shape: PyValue, dtype: PyValue) => filledWith(vm, toDType(vm, dtype), toShape(vm, shape), 1),
  ),
  fn(
    "full(shape, fill_value, dtype=None, order='C', *, device=None, like=None)",
    (vm: Interpreter, shape: PyValue, value: PyValue, dtype: PyValue) =>
      filledWith(vm, dtypeOr(vm, dtype, asArray(vm, value).dtype), toShape(vm, shape), value),
  ),
  fn(
    `zeros_like(a, ${LIKE})`,
    (vm: Interpreter, a: PyValue, dtype: PyValue, _o: PyValue, _s: PyValue, shape: PyValue) =>
      like(vm, a, dtype, shape, 0),
  ),
  fn(`ones_like(a, ${LIKE})`, (vm: Interpreter, a: PyValue, dtype: PyValue, _o: PyValue, _s: PyValue, shape: PyValue) =>
    like(vm, a, dtype, shape, 1),
  ),
  fn(
    `empty_like(prototype, ${LIKE})`,
    (vm: Interpreter, a: PyValue, dtype: PyValue, _o: PyValue, _s: PyValue, shape: PyValue) =>
      like(vm, a, dtype, shape, 0),
  ),
  fn(
    `full_like(a, fill_value, ${LIKE})`,
    (vm: Interpreter, a: PyValue, value: PyValue, dtype: PyValue, _o: PyValue, _s: PyValue, shape: PyValue) =>
      like(vm, a, dtype, shape, value),
  ),
  fn(
    "arange(start_or_stop=<unset>, stop=None, step=None, dtype=None, *, start=<unset>, device=None, like=None)",
    (
      vm: Interpreter,
      first: PyValue | undefined,
      stop: PyValue,
      step: PyValue,
      dtype: PyValue,
      start: PyValue | undefined,
    ) =>
      first === undefined && start === undefined
        ? arange(vm, stop ?? undefined, null, step, dtype)
        : arange(vm, first ?? start, stop, step, dtype),
  ),
  fn(
    "fromiter(iter, dtype, count=-1, *, like=None)",
    (vm: Interpreter, items: PyValue, dtype: PyValue, count: PyValue) => {
      const all: PyValue[] = [];
      const limit = Number(index(vm, count));
      forEach(vm, items, (v) => all.push(v) !== limit);
      return asArray(vm, new PyList(all), toDType(vm, dtype));
    },
  ),
  fn("frombuffer(buffer, dtype=None, count=-1, offset=0, *, like=None)", fromBuffer),
  fn("copy(a, order='K', subok=False)", (vm: Interpreter, a: PyValue) => copyOf(vm, asArray(vm, a))),
  fn("concatenate(arrays, axis=0, out=None, *, dtype=None, casting='same_kind')", concatenate),
  fn("where(condition, x=<unset>, y=<unset>, /)", where),
  fn("dot(a, b, out=None)", (vm: Interpreter, a: PyValue, b: PyValue, out: PyValue) => {
    const [x, y] = [asArray(vm, a), asArray(vm, b)];
    const made =
      x.shape.length === 0 || y.shape.length === 0 ? asArray(vm, callBinary(vm, "multiply", x, y)) : dot(vm, x, y);
    return deliver(vm, made, out);
  }),
  fn("matmul(x1, x2, /, out=None, **kwargs)", (vm: Interpreter, a: PyValue, b: PyValue, out: PyValue) =>
    deliver(vm, matmul(vm, asArray(vm, a), asArray(vm, b)), out, "matmul"),
  ),
  fn("broadcast_to(array, shape, subok=False)", (vm: Interpreter, a: PyValue, shape: PyValue) => {
    const [source, want] = [asArray(vm, a), toShape(vm, shape)];
    const common = broadcastShape([source.shape, want]);
    if (common === undefined || tupleText(common) !== tupleText(want))
      raise(
        vm,
        ValueErrorType,
        source.shape.length > want.length
          ? "input operand has more dimensions than allowed by the axis remapping"
          : `operands could not be broadcast together with remapped shapes [original->remapped]: ${shapeText(source.shape)}  and requested shape ${shapeText(want)}`,
      );
    const out = view(source, want, broadcastView(source, want).strides);
    out.writeable = false;
    return out;
  }),
  rawFn("broadcast_shapes", (vm, args) => {
    const shapes = args.map((s) => toShape(vm, s));
    const common = broadcastShape(shapes);
    return common === undefined
      ? raise(
          vm,
          ValueErrorType,
          "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg 0 with shape " +
            shapes.map((s, i) => (i === 0 ? tupleText(s) : `arg ${i} with shape ${tupleText(s)}`)).join(" and ") +
            ".",
        )
      : new PyTuple(common);
  }),
  rawFn("result_type", (vm, args) => resultType(vm, args)),
  fn("promote_types(type1, type2, /)", (vm: Interpreter, a: PyValue, b: PyValue) =>
    promote(toDType(vm, a), toDType(vm, b)),
  ),
  fn("can_cast(from_, to, casting='safe')", (vm: Interpreter, from: PyValue, to: PyValue, casting: PyValue) => {
    const source = from instanceof PyNdarray ? from.dtype : toDType(vm, from);
    return canCast(source, toDType(vm, to), (asStr(casting) ?? "safe") as Casting);
  }),
  fn("lexsort(keys, axis=-1)", (vm: Interpreter, keys: PyValue) => {
    const rows = toArray(vm, keys).map((k) => asArray(vm, k));
    let order = Array.from({ length: rows[0]?.size ?? 0 }, (_, i) => i);
    for (const row of rows) {
      const place = new Map(Array.from(load(vm, rank(vm, row)).x as Float64Array, (r, i) => [i, r]));
      order = order.sort((p, q) => (place.get(p) as number) - (place.get(q) as number));
    }
    return arrayOf(vm, INT64, [order.length], {
      kind: "real",
      x: Float64Array.from(order),
    });
  }),
  fn(
    "shares_memory(a, b, max_work=None)",
    (_vm: Interpreter, a: PyValue, b: PyValue) =>
      a instanceof PyNdarray && b instanceof PyNdarray && a.store === b.store,
  ),
  fn(
    "may_share_memory(a, b, max_work=None)",
    (_vm: Interpreter, a: PyValue, b: PyValue) =>
      a instanceof PyNdarray && b instanceof PyNdarray && a.store === b.store,
  ),
];

/** The rank of each element, equal ones alike. */
function rank(vm: Interpreter, a: PyNdarray): PyNdarray {
  const order = load(vm, argsortLast(vm, a)).x as Float64Array;
  const values = load(vm, a).x;
  const x = new Float64Array(order.length);
  let r = 0;
  order.forEach((at, i) => {
    if (i > 0 && values[at] !== values[order[i - 1] as number]) r++;
    x[at] = r;
  });
  return arrayOf(vm, FLOAT64, a.shape, { kind: "real", x });
}
