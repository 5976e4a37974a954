/** Defines functions of `torch.nn.functional` by their Python signatures. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { float } from "../../../dynamo/objects/float.ts";
import { fn, type PyNative } from "../../../dynamo/objects/native.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import { index, truth } from "../../../dynamo/protocols/convert.ts";
import { toArray } from "../../../dynamo/protocols/iterate.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import { TypeErrorType } from "../../../dynamo/objects/exception_types.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { typeOf } from "../../../dynamo/protocols/type_of.ts";
import type { SymInt } from "../../../shapes/types.ts";
import { PyTensor } from "../../tensor/tensor.ts";
import { dispatch } from "../../tensor/dispatch.ts";

/** Gets one value a parameter; none is undefined, since all have defaults or are required. */
export type FunctionalImpl = (f: Call, ...args: PyValue[]) => PyValue;

/** What an implementation works with. */
export class Call {
  readonly vm: Interpreter;
  constructor(vm: Interpreter) {
    this.vm = vm;
  }
  /** Calls an operator by name. */
  op(base: string, ...args: PyValue[]): PyValue {
    return dispatch(this.vm, `aten.${base}`, args);
  }
  opk(base: string, args: readonly PyValue[], kwargs: Readonly<Record<string, PyValue>>): PyValue {
    return dispatch(this.vm, `aten.${base}`, args, new Map(Object.entries(kwargs)));
  }
  truth(value: PyValue): boolean {
    return truth(this.vm, value);
  }
  int(value: PyValue): number {
    return Number(index(this.vm, value));
  }
  float(value: number): PyValue {
    return float(value);
  }
  /** The number of dimensions. */
  rank(value: PyValue): number {
    return this.tensor(value).meta.shape.length;
  }
  size(value: PyValue, dim: number): SymInt {
    return this.tensor(value).meta.shape.at(dim) ?? 1;
  }
  tensor(value: PyValue): PyTensor {
    if (value instanceof PyTensor) return value;
    return raise(this.vm, TypeErrorType, `expected a Tensor, not ${typeOf(value).name}`);
  }
  tuple(...items: PyValue[]): PyTuple {
    return new PyTuple(items);
  }
  /** An int or a sequence as a list of `n`. */
  list(value: PyValue, n: number): PyList {
    if (value instanceof PyTuple || value instanceof PyList) return new PyList(toArray(this.vm, value));
    return new PyList(new Array<PyValue>(n).fill(value));
  }
}

/** `{ "relu(input, inplace=False)": (f, input, inplace) => … }` */
export function defineFunctional(table: Readonly<Record<string, FunctionalImpl>>): Readonly<Record<string, PyNative>> {
  const natives: Record<string, PyNative> = {};
  for (const [signature, run] of Object.entries(table)) {
    const native = fn(signature, (vm: Interpreter, ...args: PyValue[]) => run(new Call(vm), ...args));
    natives[native.name] = native;
  }
  return natives;
}
