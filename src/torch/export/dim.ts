/** `torch.export.Dim`: how a dimension may vary. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { AssertionErrorType } from "../../dynamo/objects/exception_types.ts";
import { defineGetSet, defineMethods } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { NotImplemented } from "../../dynamo/objects/singletons.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { index } from "../../dynamo/protocols/convert.ts";
import { raise } from "../../dynamo/protocols/errors.ts";

export const dimType: PyType = nativeType("Dim", { module: "torch.export" });
const hintType: PyType = nativeType("_DimHint", { module: "torch.export.dynamic_shapes" });

/** `Dim("batch", min=1, max=64)`, or an affine expression of one: `2*batch + 1`. */
export class PyDim extends PyObject {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** The size is `scale * root + offset`. */
  readonly root: PyDim | null;
  readonly scale: number;
  readonly offset: number;
  constructor(name: string, min: number, max: number, root: PyDim | null = null, scale = 1, offset = 0) {
    super(dimType);
    this.name = name;
    this.min = min;
    this.max = max;
    this.root = root;
    this.scale = scale;
    this.offset = offset;
  }
}

/** `Dim.AUTO`, `Dim.DYNAMIC`, `Dim.STATIC`. */
export class PyDimHint extends PyObject {
  readonly kind: "AUTO" | "DYNAMIC" | "STATIC";
  readonly min: number | null;
  readonly max: number | null;
  /** All dimensions were asked for at once: what becomes of each is not reported. */
  readonly implied: boolean;
  constructor(kind: PyDimHint["kind"], min: number | null = null, max: number | null = null, implied = false) {
    super(hintType);
    this.kind = kind;
    this.min = min;
    this.max = max;
    this.implied = implied;
  }
}

function derived(self: PyDim, scale: number, offset: number): PyDim {
  const root = self.root ?? self;
  const factor = self.scale * scale;
  const shift = self.offset * scale + offset;
  const scaled = factor === 1 ? root.name : `${factor}*${root.name}`;
  const name = shift === 0 ? scaled : shift > 0 ? `${scaled} + ${shift}` : `${scaled} - ${-shift}`;
  return new PyDim(name, factor * root.min + shift, factor * root.max + shift, root, factor, shift);
}

const bound = (vm: Interpreter, value: PyValue): number | null => (value === null ? null : Number(index(vm, value)));

defineMethods(dimType, {
  "__new__(cls, name, *, min=None, max=None)": (
    vm: Interpreter,
    _cls: PyValue,
    name: string,
    min: PyValue,
    max: PyValue,
  ) => {
    const least = bound(vm, min) ?? 0;
    const most = bound(vm, max) ?? Number.POSITIVE_INFINITY;
    if (most <= least) {
      raise(vm, AssertionErrorType, `Cannot create Dim with inconsistent min=${least}, max=${most}`);
    }
    return new PyDim(name, least, most);
  },
  "__init__(self, *args, **kwargs)": () => null,
  "__repr__(self)": (_vm, self: PyDim) => {
    const parts = [`'${self.name}'`];
    // Two is the least size that is not specialised.
    if (self.min !== 2) parts.push(`min=${self.min}`);
    if (Number.isFinite(self.max)) parts.push(`max=${self.max}`);
    return self.root === null ? `Dim(${parts.join(", ")})` : self.name;
  },
  "__add__(self, other)": (_vm, self: PyDim, other: PyValue) =>
    typeof other === "number" ? derived(self, 1, other) : NotImplemented,
  "__radd__(self, other)": (_vm, self: PyDim, other: PyValue) =>
    typeof other === "number" ? derived(self, 1, other) : NotImplemented,
  "__sub__(self, other)": (_vm, self: PyDim, other: PyValue) =>
    typeof other === "number" ? derived(self, 1, -other) : NotImplemented,
  "__mul__(self, other)": (_vm, self: PyDim, other: PyValue) =>
    typeof other === "number" ? derived(self, other, 0) : NotImplemented,
  "__rmul__(self, other)": (_vm, self: PyDim, other: PyValue) =>
    typeof other === "number" ? derived(self, other, 0) : NotImplemented,
});
defineGetSet(dimType, {
  __name__: { get: (_vm, self) => (self as PyDim).name },
  min: { get: (_vm, self) => (self as PyDim).min },
  max: { get: (_vm, self) => (Number.isFinite((self as PyDim).max) ? (self as PyDim).max : null) },
});
for (const kind of ["AUTO", "DYNAMIC", "STATIC"] as const) dimType.setAttr(kind, new PyDimHint(kind));

defineMethods(hintType, {
  "__repr__(self)": (_vm, self: PyDimHint) => {
    const bounds = [self.min === null ? "" : `, min=${self.min}`, self.max === null ? "" : `, max=${self.max}`];
    return `DimHint(${self.kind}${bounds.join("")})`;
  },
  "__call__(self, min=None, max=None)": (vm, self: PyDimHint, min: PyValue, max: PyValue) =>
    new PyDimHint(self.kind, bound(vm, min), bound(vm, max)),
});
