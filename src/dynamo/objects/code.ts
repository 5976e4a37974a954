/** `code`: a compiled code object with its constants as Python values. */

import { type CodeConstant, CodeFlag, type CodeObject } from "../../python/code_object.ts";
import { DeferredCode } from "../../python/deferred_code.ts";
import type { AttributeCache } from "./attribute_cache.ts";
import { PyBytes } from "./bytes.ts";
import { PyComplex } from "./complex.ts";
import { nativeType } from "./core_types.ts";
import { PyFloat } from "./float.ts";
import { HashTable } from "./hash_table.ts";
import { PyObject, type PyValue } from "./object.ts";
import { frozenSetType, PyFrozenSet } from "./set.ts";
import { Ellipsis } from "./singletons.ts";
import { PyTuple } from "./tuple.ts";
import type { PyType } from "./type.ts";

export const codeType: PyType = nativeType("code");

const NO_CODE = new Int32Array(0);

export class PyCode extends PyObject {
  source: CodeObject;
  /** The body is not compiled yet: `complete` is to be called before any of the fields below is read. */
  isDeferred: boolean;
  code: Int32Array = NO_CODE;
  consts: readonly PyValue[] = [];
  names: readonly string[] = [];
  flags = 0;
  argcount = 0;
  kwonlyargcount = 0;
  nlocalsplus = 0;
  frameSize = 0;
  /** No `*args`, `**kwargs` or keyword-only parameters and no generator: a call may just copy its arguments. */
  isSimple = false;
  isGenerator = false;
  /** Inline caches by instruction, filled by the evaluator. */
  caches: (AttributeCache | undefined)[] = [];

  constructor(source: CodeObject) {
    super(codeType);
    this.source = source;
    this.isDeferred = source instanceof DeferredCode;
    if (!this.isDeferred) this.fill(source);
  }

  /** Compiles the body if that has waited. */
  complete(): void {
    if (!this.isDeferred) return;
    if (this.source instanceof DeferredCode) this.source = this.source.whole;
    this.fill(this.source);
    this.isDeferred = false;
  }

  private fill(source: CodeObject): void {
    this.code = source.code;
    this.consts = source.consts.map(constantValue);
    this.names = source.names;
    this.caches = new Array<AttributeCache | undefined>(source.code.length >> 1).fill(undefined);
    this.flags = source.flags;
    this.argcount = source.argcount;
    this.kwonlyargcount = source.kwonlyargcount;
    this.nlocalsplus = source.localsplusnames.length;
    this.frameSize = this.nlocalsplus + source.stacksize;
    this.isGenerator = (source.flags & (CodeFlag.GENERATOR | CodeFlag.COROUTINE | CodeFlag.ASYNC_GENERATOR)) !== 0;
    this.isSimple =
      !this.isGenerator &&
      source.kwonlyargcount === 0 &&
      (source.flags & (CodeFlag.VARARGS | CodeFlag.VARKEYWORDS)) === 0;
  }
}

/** A compile-time constant as the value that LOAD_CONST pushes. */
export function constantValue(c: CodeConstant): PyValue {
  switch (c.type) {
    case "None":
      return null;
    case "bool":
    case "int":
    case "str":
      return c.value;
    case "float":
      return new PyFloat(c.value);
    case "complex":
      return new PyComplex(0, c.imag);
    case "bytes":
      return new PyBytes(c.value);
    case "Ellipsis":
      return Ellipsis;
    case "tuple":
      return new PyTuple(c.items.map(constantValue));
    case "frozenset":
      return frozenConstant(c.items);
    case "code":
      return new PyCode(c.value);
  }
}

function frozenConstant(items: readonly CodeConstant[]): PyFrozenSet {
  const table = new HashTable<true>();
  for (const item of items) table.addConstant(constantValue(item));
  return new PyFrozenSet(frozenSetType, table);
}
