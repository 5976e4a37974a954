/** `memoryview` of bytes: enough to slice and compare binary data. */

import type { Interpreter } from "../interpreter.ts";
import { PyByteArray, PyBytes } from "../objects/bytes.ts";
import { TypeErrorType } from "../objects/exception_types.ts";
import { addressOf } from "../objects/identity.ts";
import { PyList } from "../objects/list.ts";
import { memoryViewType, PyMemoryView } from "../objects/memoryview.ts";
import { defineGetSet, defineMethods } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyTupleIterator } from "../objects/sequence_iterators.ts";
import { NotImplemented } from "../objects/singletons.ts";
import { PySlice } from "../objects/slice.ts";
import type { PyType } from "../objects/type.ts";
import { asBytesLike } from "../objects/unbox.ts";
import { index } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { sliceIndices } from "../protocols/item.ts";
import { typeOf } from "../protocols/type_of.ts";
import { checkedIndex, sliceItems } from "./slices.ts";

defineMethods(memoryViewType, {
  "__new__(cls, object)": (vm: Interpreter, _cls: PyType, base: PyValue) => {
    const bytes = base instanceof PyMemoryView ? base.bytes : asBytesLike(base);
    if (bytes === undefined) {
      return raise(vm, TypeErrorType, `memoryview: a bytes-like object is required, not '${typeOf(base).name}'`);
    }
    return new PyMemoryView(bytes, base);
  },
  "__repr__(self, /)": (_vm: Interpreter, self: PyMemoryView) => `<memory at ${addressOf(self)}>`,
  "__len__(self, /)": (_vm: Interpreter, self: PyMemoryView) => self.bytes.length,
  "__iter__(self, /)": (_vm: Interpreter, self: PyMemoryView) => new PyTupleIterator({ items: Array.from(self.bytes) }),
  "__getitem__(self, key, /)": (vm: Interpreter, self: PyMemoryView, key: PyValue) => {
    if (!(key instanceof PySlice))
      return self.bytes[checkedIndex(vm, key, self.bytes.length, "memoryview", "index")] as number;
    const s = sliceIndices(vm, key, self.bytes.length);
    const part =
      s.step === 1
        ? self.bytes.subarray(s.start, Math.max(s.start, s.stop))
        : Uint8Array.from(sliceItems(Array.from(self.bytes), s));
    return new PyMemoryView(part, self.base);
  },
  "__setitem__(self, key, value, /)": (vm: Interpreter, self: PyMemoryView, key: PyValue, value: PyValue) => {
    if (!(self.base instanceof PyByteArray)) raise(vm, TypeErrorType, "cannot modify read-only memory");
    self.bytes[checkedIndex(vm, key, self.bytes.length, "memoryview", "index")] = Number(index(vm, value));
    return null;
  },
  "__eq__(self, value, /)": (_vm: Interpreter, self: PyMemoryView, other: PyValue) => {
    const bytes = other instanceof PyMemoryView ? other.bytes : asBytesLike(other);
    if (bytes === undefined) return NotImplemented;
    return bytes.length === self.bytes.length && bytes.every((b, i) => b === self.bytes[i]);
  },
  "__bytes__(self, /)": (_vm: Interpreter, self: PyMemoryView) => new PyBytes(self.bytes.slice()),
  "__enter__(self, /)": (_vm: Interpreter, self: PyMemoryView) => self,
  "__exit__(self, *args)": () => null,
  "tobytes(self, order='C')": (_vm: Interpreter, self: PyMemoryView) => new PyBytes(self.bytes.slice()),
  "tolist(self, /)": (_vm: Interpreter, self: PyMemoryView) => new PyList(Array.from(self.bytes)),
  "release(self, /)": () => null,
});
defineGetSet(memoryViewType, {
  nbytes: { get: (_vm, self) => (self as PyMemoryView).bytes.length },
  itemsize: { get: () => 1 },
  ndim: { get: () => 1 },
  format: { get: () => "B" },
  readonly: { get: (_vm, self) => !((self as PyMemoryView).base instanceof PyByteArray) },
  obj: { get: (_vm, self) => (self as PyMemoryView).base },
});
