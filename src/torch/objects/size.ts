/** `torch.Size`: a tuple of sizes. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { defineMethods } from "../../dynamo/objects/native.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { NotImplemented } from "../../dynamo/objects/singletons.ts";
import { PySlice } from "../../dynamo/objects/slice.ts";
import { PyTuple, tupleType } from "../../dynamo/objects/tuple.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { repr } from "../../dynamo/protocols/convert.ts";
import { toArray } from "../../dynamo/protocols/iterate.ts";
import { mul } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { pySymInt, symIntOf } from "./symbolic.ts";

export const sizeType: PyType = nativeType("Size", { module: "torch", bases: [tupleType] });

export function pySize(vm: Interpreter, shape: readonly SymInt[]): PyTuple {
  return new PyTuple(
    shape.map((s) => pySymInt(vm, s)),
    sizeType,
  );
}

const tupleMethod = (name: string): PyValue => {
  const found = tupleType.lookup(name);
  if (found === undefined) throw new Error(`tuple has no ${name}`);
  return found;
};

defineMethods(sizeType, {
  "__new__(cls, sizes=(), /)": (vm, cls: PyType, sizes: PyValue) => new PyTuple(toArray(vm, sizes), cls),
  "__repr__(self)": (vm, self: PyTuple) => `torch.Size([${self.items.map((s) => repr(vm, s)).join(", ")}])`,
  "numel(self)": (vm, self: PyTuple) => pySymInt(vm, mul(...self.items.map((s) => symIntOf(s) ?? 0))),
  "__getitem__(self, key)": (vm, self: PyTuple, key: PyValue) => {
    const item = vm.call(tupleMethod("__getitem__"), [self, key]);
    return key instanceof PySlice && item instanceof PyTuple ? new PyTuple(item.items, sizeType) : item;
  },
  "__add__(self, other)": (_vm, self: PyTuple, other: PyValue) =>
    other instanceof PyTuple ? new PyTuple([...self.items, ...other.items], sizeType) : NotImplemented,
  "__radd__(self, other)": (_vm, self: PyTuple, other: PyValue) =>
    other instanceof PyTuple ? new PyTuple([...other.items, ...self.items], sizeType) : NotImplemented,
  "__mul__(self, other)": (_vm, self: PyTuple, other: PyValue) =>
    typeof other === "number"
      ? new PyTuple(Array.from({ length: Math.max(0, other) }, () => self.items).flat(), sizeType)
      : NotImplemented,
});
