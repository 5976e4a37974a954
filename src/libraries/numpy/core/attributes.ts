/** `ndarray`: construction, attributes, items, conversion to Python values and text. */

import { formatValue } from "../../../dynamo/builtins/format_value.ts";
import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { PyBytes } from "../../../dynamo/objects/bytes.ts";
import { nativeType } from "../../../dynamo/objects/core_types.ts";
import { PyDict } from "../../../dynamo/objects/dict.ts";
import { AttributeErrorType, TypeErrorType, ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import { float } from "../../../dynamo/objects/float.ts";
import { PyJsIterator } from "../../../dynamo/objects/iterator.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import { defineGetSet, defineMethods } from "../../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../../dynamo/objects/object.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import { PyType } from "../../../dynamo/objects/type.ts";
import { asStr } from "../../../dynamo/objects/unbox.ts";
import { index, toFloat, toInt, truth } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { baseOf, isContiguous, isFortran, ndarrayType, newArray, PyNdarray, product, rowMajor, view } from "./array.ts";
import { cast, contiguous, copyOf, elementsOf, toDType, toElement, toShape, unwrap } from "./convert.ts";
import { type PyDType, realOf } from "./dtype.ts";
import { assign, getSubscript, setSubscript } from "./indexing.ts";
import { arrayRepr, arrayStr } from "./print.ts";
import { box, plain } from "./scalar.ts";
import { flat, reshape, resolveShape, transpose } from "./shaping.ts";
import { getElement, setElement, typed } from "./storage.ts";
import { callBinary } from "./ufunc.ts";

const strides = (a: PyNdarray): PyTuple => new PyTuple(a.strides.map((s) => s * a.dtype.itemsize));

/** The real or imaginary parts, as a view of a complex array's elements. */
function part(a: PyNdarray, at: 0 | 1): PyNdarray {
  const out = new PyNdarray(
    realOf(a.dtype),
    a.store,
    a.shape,
    a.strides.map((s) => s * 2),
    a.offset * 2 + at,
    baseOf(a),
  );
  out.writeable = a.writeable;
  return out;
}

const flagsType: PyType = nativeType("flagsobj", {
  module: "numpy._core.multiarray",
});

class PyFlags extends PyObject {
  readonly array: PyNdarray;
  constructor(array: PyNdarray) {
    super(flagsType);
    this.array = array;
  }
}

const FLAGS: Readonly<Record<string, (a: PyNdarray) => boolean>> = {
  C_CONTIGUOUS: isContiguous,
  F_CONTIGUOUS: isFortran,
  OWNDATA: (a) => a.base === null,
  WRITEABLE: (a) => a.writeable,
  ALIGNED: () => true,
  WRITEBACKIFCOPY: () => false,
};

defineMethods(flagsType, {
  "__getitem__(self, key, /)": (vm: Interpreter, self: PyFlags, key: PyValue) => {
    const short: Readonly<Record<string, string>> = {
      C: "C_CONTIGUOUS",
      F: "F_CONTIGUOUS",
      O: "OWNDATA",
      W: "WRITEABLE",
      A: "ALIGNED",
      CONTIGUOUS: "C_CONTIGUOUS",
    };
    const name = asStr(key) ?? "";
    const flag = FLAGS[short[name] ?? name];
    return flag === undefined ? raise(vm, TypeErrorType, "Unknown flag") : flag(self.array);
  },
  "__setitem__(self, key, value, /)": (vm: Interpreter, self: PyFlags, _key: PyValue, value: PyValue) => {
    self.array.writeable = truth(vm, value);
    return null;
  },
  "__repr__(self, /)": (_vm: Interpreter, self: PyFlags) =>
    Object.entries(FLAGS)
      .map(([name, flag]) => `  ${name} : ${flag(self.array) ? "True" : "False"}\n`)
      .join(""),
});
defineGetSet(
  flagsType,
  Object.fromEntries(
    Object.entries({
      ...FLAGS,
      contiguous: isContiguous,
      c_contiguous: isContiguous,
      f_contiguous: isFortran,
    }).map(([name, flag]) => [
      name.toLowerCase(),
      {
        get: (_vm: Interpreter, self: PyValue) => flag((self as PyFlags).array),
        ...(name === "WRITEABLE"
          ? {
              set: (vm: Interpreter, self: PyValue, value: PyValue | undefined) => {
                (self as PyFlags).array.writeable = truth(vm, value ?? null);
              },
            }
          : {}),
      },
    ]),
  ),
);

const flatType: PyType = nativeType("flatiter", { module: "numpy" });

class PyFlat extends PyObject {
  readonly array: PyNdarray;
  constructor(array: PyNdarray) {
    super(flatType);
    this.array = array;
  }
}

function* boxes(vm: Interpreter, a: PyNdarray): Generator<PyValue> {
  for (const e of elementsOf(vm, a)) yield box(a.dtype, e);
}

defineMethods(flatType, {
  "__iter__(self, /)": (vm: Interpreter, self: PyFlat) => new PyJsIterator(boxes(vm, self.array)),
  "__len__(self, /)": (_vm: Interpreter, self: PyFlat) => self.array.size,
  "__getitem__(self, key, /)": (vm: Interpreter, self: PyFlat, key: PyValue) => {
    const got = getSubscript(vm, flat(vm, self.array), key);
    return got instanceof PyNdarray ? copyOf(vm, got) : got;
  },
  "__setitem__(self, key, value, /)": (vm: Interpreter, self: PyFlat, key: PyValue, value: PyValue) => {
    const a = self.array;
    if (isContiguous(a)) setSubscript(vm, flat(vm, a), key, value);
    else {
      const copy = copyOf(vm, a);
      setSubscript(vm, flat(vm, copy), key, value);
      assign(vm, a, copy);
    }
    return null;
  },
});

type Get = (vm: Interpreter, a: PyNdarray) => PyValue;
const ro = (get: Get) => ({
  get: (vm: Interpreter, self: PyValue) => get(vm, self as PyNdarray),
});

defineGetSet(ndarrayType, {
  shape: {
    get: (_vm, self) => new PyTuple((self as PyNdarray).shape),
    set: (vm, self, value) => {
      const a = self as PyNdarray;
      const shape = resolveShape(vm, a.size, toShape(vm, value ?? null));
      if (!isContiguous(a))
        raise(
          vm,
          AttributeErrorType,
          "Incompatible shape for in-place modification. Use `.reshape()` to make a copy with the desired shape.",
        );
      a.shape = shape;
      a.strides = rowMajor(shape);
    },
  },
  dtype: ro((_vm, a) => a.dtype),
  ndim: ro((_vm, a) => a.shape.length),
  size: ro((_vm, a) => a.size),
  itemsize: ro((_vm, a) => a.dtype.itemsize),
  nbytes: ro((_vm, a) => a.size * a.dtype.itemsize),
  strides: ro((_vm, a) => strides(a)),
  base: ro((_vm, a) => a.base),
  T: ro((_vm, a) => transpose(a)),
  mT: ro((vm, a) => {
    if (a.shape.length < 2) raise(vm, ValueErrorType, "matrix transpose with ndim < 2 is undefined");
    const order = a.shape.map((_, i) => i);
    order.push(...order.splice(-2).reverse());
    return transpose(a, order);
  }),
  flags: ro((_vm, a) => new PyFlags(a)),
  flat: {
    get: (_vm, self) => new PyFlat(self as PyNdarray),
    set: (vm, self, value) => {
      assign(
        vm,
        self as PyNdarray,
        reshape(vm, cast(vm, toArrayLike(vm, value ?? null), (self as PyNdarray).dtype), (self as PyNdarray).shape),
      );
    },
  },
  real: {
    get: (_vm, self) => ((self as PyNdarray).dtype.kind === "c" ? part(self as PyNdarray, 0) : self),
    set: (vm, self, value) => {
      const a = self as PyNdarray;
      assign(vm, a.dtype.kind === "c" ? part(a, 0) : a, value ?? null);
    },
  },
  imag: {
    get: (vm, self) => {
      const a = self as PyNdarray;
      if (a.dtype.kind === "c") return part(a, 1);
      const zeros = newArray(vm, a.dtype, a.shape);
      zeros.writeable = false;
      return zeros;
    },
    set: (vm, self, value) => {
      const a = self as PyNdarray;
      if (a.dtype.kind !== "c") raise(vm, TypeErrorType, "array does not have imaginary part to set");
      assign(vm, part(a, 1), value ?? null);
    },
  },
  __array_interface__: ro((_vm, a) =>
    PyDict.wrap(
      new Map<string, PyValue>([
        ["shape", new PyTuple(a.shape)],
        ["typestr", a.dtype.code],
        ["version", 3],
      ]),
    ),
  ),
});
ndarrayType.setAttr("__array_priority__", float(0));
ndarrayType.setAttr("__hash__", null);

function toArrayLike(vm: Interpreter, v: PyValue): PyNdarray {
  return v instanceof PyNdarray ? v : raise(vm, TypeErrorType, "flat needs an array to take its elements from");
}

function only(vm: Interpreter, a: PyNdarray): PyValue {
  if (a.size !== 1) raise(vm, TypeErrorType, "only 0-dimensional arrays can be converted to Python scalars");
  return plain(a.dtype, getElement(a.dtype, a.store, a.offset));
}

function nested(vm: Interpreter, a: PyNdarray): PyValue {
  const elements = elementsOf(vm, a);
  let at = 0;
  const build = (dim: number): PyValue =>
    dim === a.shape.length
      ? plain(a.dtype, elements[at++] as PyValue)
      : new PyList(Array.from({ length: a.shape[dim] as number }, () => build(dim + 1)));
  return build(0);
}

/** The bytes of the elements in row-major order. */
export function bytesOf(vm: Interpreter, a: PyNdarray): Uint8Array {
  const dense = contiguous(vm, a);
  if (Array.isArray(dense.store))
    return raise(vm, TypeErrorType, `the bytes of arrays of ${a.dtype.text} are not modelled`);
  const { itemsize } = a.dtype;
  const { buffer, byteOffset } = dense.store;
  // Parts of complex elements count in places of their own.
  const start = byteOffset + dense.offset * itemsize;
  return new Uint8Array(buffer.slice(start, start + a.size * itemsize));
}

function viewAs(vm: Interpreter, a: PyNdarray, d: PyDType): PyNdarray {
  if (d === a.dtype) return view(a, a.shape, a.strides);
  if (Array.isArray(a.store) || d.kind === "U" || d.kind === "O")
    return raise(vm, TypeErrorType, "Cannot change data-type for array of references.");
  const last = a.shape[a.shape.length - 1] ?? 1;
  const bytes = last * a.dtype.itemsize;
  if (!isContiguous(a))
    return raise(vm, ValueErrorType, "To change to a dtype of a different size, the last axis must be contiguous");
  if (bytes % d.itemsize !== 0)
    return raise(
      vm,
      ValueErrorType,
      "When changing to a larger dtype, its size must be a divisor of the total size in bytes of the last axis of the array.",
    );
  const shape = a.shape.length === 0 ? [] : [...a.shape.slice(0, -1), bytes / d.itemsize];
  const start = a.store.byteOffset + a.offset * a.dtype.itemsize;
  const aligned = start % Math.max(1, d.kind === "c" ? d.itemsize / 2 : d.itemsize) === 0;
  if (!aligned) return raise(vm, ValueErrorType, "a view at an unaligned place is not modelled");
  const out = new PyNdarray(
    d,
    typed(d, a.store.buffer, start, product(shape) * d.itemsize),
    shape,
    rowMajor(shape),
    0,
    baseOf(a),
  );
  out.writeable = a.writeable;
  return out;
}

defineMethods(ndarrayType, {
  "__new__(cls, shape, dtype=None, buffer=None, offset=0, strides=None, order=None)": (
    vm: Interpreter,
    cls: PyType,
    shape: PyValue,
    dtype: PyValue,
  ) => {
    const made = newArray(vm, toDType(vm, dtype), toShape(vm, shape));
    made.type = cls;
    return made;
  },
  "__len__(self, /)": (vm: Interpreter, self: PyNdarray) =>
    self.shape.length === 0 ? raise(vm, TypeErrorType, "len() of unsized object") : (self.shape[0] as number),
  "__iter__(self, /)": (vm: Interpreter, self: PyNdarray) => {
    if (self.shape.length === 0) raise(vm, TypeErrorType, "iteration over a 0-d array");
    const items = function* (): Generator<PyValue> {
      for (let i = 0; i < (self.shape[0] as number); i++) {
        const at = self.offset + i * (self.strides[0] as number);
        yield self.shape.length === 1
          ? box(self.dtype, getElement(self.dtype, self.store, at))
          : view(self, self.shape.slice(1), self.strides.slice(1), at);
      }
    };
    return new PyJsIterator(items());
  },
  "__getitem__(self, key, /)": getSubscript,
  "__setitem__(self, key, value, /)": (vm: Interpreter, self: PyNdarray, key: PyValue, value: PyValue) => {
    setSubscript(vm, self, key, value);
    return null;
  },
  "__delitem__(self, key, /)": (vm: Interpreter) => raise(vm, ValueErrorType, "cannot delete array elements"),
  "__contains__(self, key, /)": (vm: Interpreter, self: PyNdarray, key: PyValue) => {
    const hits = callBinary(vm, "equal", self, key);
    return hits instanceof PyNdarray ? elementsOf(vm, hits).some((e) => truth(vm, e)) : truth(vm, hits);
  },
  "__bool__(self, /)": (vm: Interpreter, self: PyNdarray) => {
    if (self.size === 0)
      raise(
        vm,
        ValueErrorType,
        "The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.",
      );
    if (self.size > 1)
      raise(
        vm,
        ValueErrorType,
        "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()",
      );
    return truth(vm, only(vm, self));
  },
  "__int__(self, /)": (vm: Interpreter, self: PyNdarray) => toInt(vm, only(vm, self)),
  "__float__(self, /)": (vm: Interpreter, self: PyNdarray) => float(toFloat(vm, only(vm, self))),
  "__complex__(self, /)": (vm: Interpreter, self: PyNdarray) => only(vm, self),
  "__index__(self, /)": (vm: Interpreter, self: PyNdarray) => {
    if (self.shape.length > 0 || !"iu".includes(self.dtype.kind))
      raise(vm, TypeErrorType, "only integer scalar arrays can be converted to a scalar index");
    return index(vm, only(vm, self));
  },
  "__repr__(self, /)": (vm: Interpreter, self: PyNdarray) => arrayRepr(vm, self),
  "__str__(self, /)": (vm: Interpreter, self: PyNdarray) => arrayStr(vm, self),
  "__format__(self, spec, /)": (vm: Interpreter, self: PyNdarray, spec: PyValue) => {
    if (self.shape.length === 0) return formatValue(vm, unwrap(self), asStr(spec) ?? "");
    return spec === ""
      ? arrayStr(vm, self)
      : raise(vm, TypeErrorType, "unsupported format string passed to numpy.ndarray.__format__");
  },
  "__copy__(self, /)": (vm: Interpreter, self: PyNdarray) => copyOf(vm, self),
  "__deepcopy__(self, memo, /)": (vm: Interpreter, self: PyNdarray) => copyOf(vm, self),
  "__array__(self, dtype=None, *, copy=None)": (vm: Interpreter, self: PyNdarray, dtype: PyValue) =>
    dtype === null ? self : cast(vm, self, toDType(vm, dtype)),
  "item(self, *args)": (vm: Interpreter, self: PyNdarray, args: readonly PyValue[]) => {
    if (args.length === 0) {
      if (self.size !== 1) raise(vm, ValueErrorType, "can only convert an array of size 1 to a Python scalar");
      return only(vm, self);
    }
    const key = args.length === 1 ? (args[0] as PyValue) : new PyTuple(args);
    const from = args.length === 1 && !(key instanceof PyTuple) ? flat(vm, self) : self;
    const got = getSubscript(vm, from, key);
    return only(vm, got instanceof PyNdarray ? got : cast(vm, newLike(vm, self.dtype, got), self.dtype));
  },
  "tolist(self, /)": nested,
  "tobytes(self, order='C')": (vm: Interpreter, self: PyNdarray, order: PyValue) =>
    new PyBytes(bytesOf(vm, order === "F" ? transpose(self) : self)),
  "fill(self, value)": (vm: Interpreter, self: PyNdarray, value: PyValue) => {
    assign(vm, self, value);
    return null;
  },
  "copy(self, order='C')": (vm: Interpreter, self: PyNdarray, order: PyValue) =>
    order === "F" ? transpose(copyOf(vm, transpose(self))) : copyOf(vm, self),
  "astype(self, dtype, order='K', casting='unsafe', subok=True, copy=True)": (
    vm: Interpreter,
    self: PyNdarray,
    dtype: PyValue,
    _o: PyValue,
    _c: PyValue,
    _s: PyValue,
    copy: PyValue,
  ) => {
    const d = toDType(vm, dtype);
    return d === self.dtype && !truth(vm, copy) ? self : cast(vm, self, d);
  },
  "view(self, dtype=None, type=None)": (vm: Interpreter, self: PyNdarray, dtype: PyValue, type: PyValue) => {
    const cls = dtype instanceof PyType && dtype.isSubtypeOf(ndarrayType) ? dtype : type;
    const out = viewAs(vm, self, dtype === null || cls === dtype ? self.dtype : toDType(vm, dtype));
    if (cls instanceof PyType) out.type = cls;
    return out;
  },
  "setflags(self, write=None, align=None, uic=None)": (vm: Interpreter, self: PyNdarray, write: PyValue) => {
    if (write !== null) self.writeable = truth(vm, write);
    return null;
  },
});

/** A value as a 0-d array of a dtype. */
export function newLike(vm: Interpreter, d: PyDType, value: PyValue): PyNdarray {
  const out = newArray(vm, d, []);
  setElement(d, out.store, 0, toElement(vm, d, value));
  return out;
}
