/** `numpy.ufunc`: the elementwise functions as objects, with `reduce`, `accumulate`, `outer` and `at`. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { PyBoxed } from "../../../dynamo/objects/boxed.ts";
import { nativeType } from "../../../dynamo/objects/core_types.ts";
import { TypeErrorType, ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import { float, PyFloat } from "../../../dynamo/objects/float.ts";
import { defineGetSet, defineMethods, defineRawMethods, type Kwargs } from "../../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../../dynamo/objects/object.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import type { PyType } from "../../../dynamo/objects/type.ts";
import { index, truth } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { arrayOf, axisIndex, broadcastView, load, newArray, PyNdarray, view } from "./array.ts";
import { asArray, copied, toDType, unwrap } from "./convert.ts";
import { BOOL, canCast, FLOAT64 } from "./dtype.ts";
import { operand, runBinary, runUnary } from "./elementwise.ts";
import { assign, getSubscript, setSubscript } from "./indexing.ts";
import { BINARY, UNARY } from "./kernels.ts";
import { accumulate, axesOf, fold, masked, sum } from "./reduce.ts";
import { box, float64Type } from "./scalar.ts";

export const ufuncType: PyType = nativeType("ufunc", { module: "numpy" });

export class PyUfunc extends PyObject {
  readonly name: string;
  readonly nin: 1 | 2;
  constructor(name: string, nin: 1 | 2) {
    super(ufuncType);
    this.name = name;
    this.nin = nin;
  }
}

/** A float64 of numpy's or a float of Python's, the operands of most scalar arithmetic. */
function double(v: PyValue): number | undefined {
  if (v instanceof PyFloat) return v.value;
  return v instanceof PyBoxed && v.type === float64Type ? (v.payload as PyFloat).value : undefined;
}

/** `numpy.<name>(a, b)` without keyword arguments. */
export function callBinary(vm: Interpreter, name: string, a: PyValue, b: PyValue): PyValue {
  const kernel = BINARY[name];
  if (kernel === undefined) throw new Error(`there is no ufunc ${name}`);
  const [p, q] = [double(a), double(b)];
  const [x, y] = [p ?? (typeof a === "number" ? a : undefined), q ?? (typeof b === "number" ? b : undefined)];
  if ((p !== undefined || q !== undefined) && x !== undefined && y !== undefined && kernel.rule !== "bits") {
    const r = kernel.real(x, y);
    return kernel.rule === "bool" ? box(BOOL, r) : box(FLOAT64, r);
  }
  return unwrap(runBinary(vm, { name, kernel }, operand(vm, a), operand(vm, b)));
}

export function callUnary(vm: Interpreter, name: string, a: PyValue): PyValue {
  const kernel = UNARY[name];
  if (kernel === undefined) throw new Error(`there is no ufunc ${name}`);
  const x = double(a);
  if (x !== undefined && (kernel.rule === "float" || kernel.rule === "same")) return box(FLOAT64, kernel.real(x));
  return unwrap(runUnary(vm, name, kernel, asArray(vm, a)));
}

/** Hands a result to `out`, cast as `same_kind` allows, or gives it back. */
export function deliver(
  vm: Interpreter,
  result: PyNdarray,
  out: PyValue | undefined,
  name = "result",
  casting = true,
): PyValue {
  const target = out instanceof PyTuple ? out.items[0] : out;
  if (target === undefined || target === null) return unwrap(result);
  if (!(target instanceof PyNdarray)) return raise(vm, TypeErrorType, "return arrays must be of ArrayType");
  if (casting && !canCast(result.dtype, target.dtype, "same_kind"))
    raise(
      vm,
      TypeErrorType,
      `Cannot cast ufunc '${name}' output from dtype('${result.dtype.text}') to dtype('${target.dtype.text}') with casting rule 'same_kind'`,
    );
  if (result.shape.length !== target.shape.length || result.shape.some((s, i) => s !== target.shape[i])) {
    const shapes = [result, target].map((a) => `(${a.shape.join(",")}${a.shape.length === 1 ? "," : ""})`);
    if (result.size > target.size)
      raise(
        vm,
        ValueErrorType,
        `non-broadcastable output operand with shape ${shapes[1]} doesn't match the broadcast shape ${shapes[0]}`,
      );
  }
  assign(vm, target, result);
  return target;
}

function callUfunc(vm: Interpreter, u: PyUfunc, args: readonly PyValue[], kwargs: Kwargs | null): PyValue {
  if (args.length < u.nin || args.length > u.nin + 1)
    raise(
      vm,
      TypeErrorType,
      `${u.name}() takes from ${u.nin} to ${u.nin + 1} positional arguments but ${args.length} were given`,
    );
  if (kwargs === null && args.length === u.nin)
    return u.nin === 2
      ? callBinary(vm, u.name, args[0] as PyValue, args[1] as PyValue)
      : callUnary(vm, u.name, args[0] as PyValue);
  for (const key of kwargs?.keys() ?? []) {
    if (!["out", "where", "dtype", "casting", "order", "subok"].includes(key))
      raise(vm, TypeErrorType, `${u.name}() got an unexpected keyword argument '${key}'`);
  }
  const out = args[u.nin] ?? kwargs?.get("out") ?? null;
  const target = out instanceof PyTuple ? (out.items[0] ?? null) : out;
  const given = kwargs?.get("dtype") ?? null;
  const dtype = given === null ? null : toDType(vm, given);
  const where = kwargs?.get("where") ?? true;
  const made =
    u.nin === 2
      ? runBinary(
          vm,
          { name: u.name, kernel: BINARY[u.name] as never, dtype },
          operand(vm, args[0] as PyValue),
          operand(vm, args[1] as PyValue),
        )
      : runUnary(vm, u.name, UNARY[u.name] as never, asArray(vm, args[0] as PyValue), dtype);
  if (where === true) return deliver(vm, made, target, u.name, kwargs?.get("casting") !== "unsafe");
  const mask = asArray(vm, where);
  const holder = target instanceof PyNdarray ? target : newArray(vm, made.dtype, made.shape);
  const key = broadcastView(mask, made.shape);
  setSubscript(vm, holder, key, getSubscript(vm, made, key));
  return holder;
}

defineRawMethods(ufuncType, {
  __call__: (vm, args, kwargs) => callUfunc(vm, args[0] as PyUfunc, args.slice(1), kwargs),
});

function binaryOnly(vm: Interpreter, u: PyUfunc, what: string): void {
  if (u.nin !== 2) raise(vm, ValueErrorType, `${what} only supported for binary functions`);
}

export function reduceWith(
  vm: Interpreter,
  name: string,
  a: PyNdarray,
  axis: PyValue,
  dtype: PyValue,
  keepdims: PyValue,
  initial: PyValue | undefined,
  where: PyValue,
): PyNdarray {
  const axes = axesOf(vm, axis, a.shape.length);
  const d = dtype === null ? null : toDType(vm, dtype);
  const keep = truth(vm, keepdims);
  const identity = BINARY[name]?.identity;
  if (where !== true && identity === undefined && (initial === undefined || initial === null))
    raise(
      vm,
      ValueErrorType,
      `reduction operation '${name}' does not have an identity, so to use a where mask one has to specify 'initial'`,
    );
  const fill = identity ?? Number(initial === undefined ? 0 : load(vm, asArray(vm, initial)).x[0]);
  const source = where === true ? a : masked(vm, a, where, fill);
  if (name === "add") return sum(vm, source, axes, keep, d, initial ?? null);
  return fold(vm, source, {
    name,
    axes,
    keepdims: keep,
    dtype: d,
    initial: initial ?? null,
  });
}

defineMethods(ufuncType, {
  "__repr__(self, /)": (_vm: Interpreter, self: PyUfunc) => `<ufunc '${self.name}'>`,
  "reduce(self, array, axis=0, dtype=None, out=None, keepdims=False, initial=<unset>, where=True)": (
    vm: Interpreter,
    self: PyUfunc,
    array: PyValue,
    axis: PyValue,
    dtype: PyValue,
    out: PyValue,
    keepdims: PyValue,
    initial: PyValue | undefined,
    where: PyValue,
  ) => {
    binaryOnly(vm, self, "reduce");
    const a = asArray(vm, array);
    return deliver(
      vm,
      reduceWith(vm, self.name, a, a.shape.length === 0 ? null : axis, dtype, keepdims, initial, where),
      out,
      self.name,
    );
  },
  "accumulate(self, array, axis=0, dtype=None, out=None)": (
    vm: Interpreter,
    self: PyUfunc,
    array: PyValue,
    axis: PyValue,
    dtype: PyValue,
    out: PyValue,
  ) => {
    binaryOnly(vm, self, "accumulate");
    const a = asArray(vm, array);
    return deliver(
      vm,
      accumulate(
        vm,
        self.name,
        a,
        axisIndex(vm, Number(index(vm, axis)), a.shape.length),
        dtype === null ? null : toDType(vm, dtype),
      ),
      out,
      self.name,
    );
  },
  "outer(self, a, b, /)": (vm: Interpreter, self: PyUfunc, left: PyValue, right: PyValue) => {
    const [a, b] = [asArray(vm, left), asArray(vm, right)];
    const ones = b.shape.map(() => 1);
    const spread = view(a, [...a.shape, ...ones], [...a.strides, ...ones.map(() => 0)]);
    return callBinary(vm, self.name, spread, b);
  },
  "at(self, a, indices, b=None, /)": (vm: Interpreter, self: PyUfunc, a: PyValue, indices: PyValue, b: PyValue) => {
    if (!(a instanceof PyNdarray)) return raise(vm, TypeErrorType, "first operand must be array");
    const at = asArray(vm, indices);
    const places = load(vm, at).x;
    const values = b === null ? null : broadcastView(asArray(vm, b), [...at.shape, ...a.shape.slice(1)]);
    for (let i = 0; i < at.size; i++) {
      const place = Number(places[i]);
      const have = getSubscript(vm, a, place);
      const flat =
        values === null ? null : arrayOf(vm, values.dtype, [at.size, ...a.shape.slice(1)], copied(vm, values));
      setSubscript(
        vm,
        a,
        place,
        flat === null ? callUnary(vm, self.name, have) : callBinary(vm, self.name, have, getSubscript(vm, flat, i)),
      );
    }
    return null;
  },
});
defineGetSet(ufuncType, {
  nin: { get: (_vm, self) => (self as PyUfunc).nin },
  nout: { get: () => 1 },
  nargs: { get: (_vm, self) => (self as PyUfunc).nin + 1 },
  __name__: { get: (_vm, self) => (self as PyUfunc).name },
  __qualname__: { get: (_vm, self) => (self as PyUfunc).name },
  identity: {
    get: (_vm, self) => {
      const id = BINARY[(self as PyUfunc).name]?.identity;
      return id === undefined
        ? null
        : Number.isFinite(id)
          ? BINARY[(self as PyUfunc).name]?.rule === "bool"
            ? id !== 0
            : id
          : float(id);
    },
  },
});

/** All ufuncs by name. */
export function makeUfuncs(): Record<string, PyUfunc> {
  const out: Record<string, PyUfunc> = {};
  for (const name of Object.keys(BINARY)) out[name] = new PyUfunc(name, 2);
  for (const name of Object.keys(UNARY)) out[name] = new PyUfunc(name, 1);
  return out;
}
