/** Defines functions of `torch.nn.functional` by their Python signatures. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { TypeErrorType } from "../../../dynamo/objects/exception_types.ts";
import { float } from "../../../dynamo/objects/float.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import { fn, type PyNative } from "../../../dynamo/objects/native.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import type { PyType } from "../../../dynamo/objects/type.ts";
import { call } from "../../../dynamo/protocols/call.ts";
import { index, repr, toFloat, truth } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { getItem } from "../../../dynamo/protocols/item.ts";
import { toArray } from "../../../dynamo/protocols/iterate.ts";
import {
  type BinaryOperator,
  binaryOp,
  type CompareOperator,
  equals,
  richCompare,
} from "../../../dynamo/protocols/operator.ts";
import { typeOf } from "../../../dynamo/protocols/type_of.ts";
import type { SymInt } from "../../../shapes/types.ts";
import { FACTORIES } from "../../module/factories.ts";
import { PyDevice } from "../../objects/device.ts";
import { pyDType } from "../../objects/dtype.ts";
import { pySize } from "../../objects/size.ts";
import { pySymInt } from "../../objects/symbolic.ts";
import { dispatch } from "../../tensor/dispatch.ts";
import { PyTensor } from "../../tensor/tensor.ts";

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
  /** The sizes as Python values. */
  shapeOf(value: PyValue): PyValue[] {
    return this.tensor(value).meta.shape.map((s) => pySymInt(this.vm, s));
  }
  tensor(value: PyValue): PyTensor {
    if (value instanceof PyTensor) return value;
    return raise(this.vm, TypeErrorType, `expected a Tensor, not ${typeOf(value).name}`);
  }
  tuple(...items: PyValue[]): PyTuple {
    return new PyTuple(items);
  }
  /** One size as Python sees it. */
  dim(value: PyValue, dim: number): PyValue {
    return pySymInt(this.vm, this.size(value, dim));
  }
  sizes(value: PyValue): PyValue[] {
    return this.tensor(value).meta.shape.map((s) => pySymInt(this.vm, s));
  }
  /** `torch.Size([2, 3])`. */
  sizeText(value: PyValue): string {
    return repr(this.vm, pySize(this.vm, this.tensor(value).meta.shape));
  }
  sameSize(a: PyValue, b: PyValue): boolean {
    const [x, y] = [this.sizes(a), this.sizes(b)];
    return x.length === y.length && x.every((size, i) => equals(this.vm, size, y[i] ?? null));
  }
  /** Python arithmetic on numbers and sizes. */
  math(operator: BinaryOperator, a: PyValue, b: PyValue): PyValue {
    return binaryOp(this.vm, operator, a, b);
  }
  test(a: PyValue, operator: CompareOperator, b: PyValue): boolean {
    return truth(this.vm, richCompare(this.vm, a, operator, b));
  }
  number(value: PyValue): number {
    return toFloat(this.vm, value);
  }
  repr(value: PyValue): string {
    return repr(this.vm, value);
  }
  raise(type: PyType, message: string): never {
    return raise(this.vm, type, message);
  }
  call(callable: PyValue, ...args: PyValue[]): PyValue {
    return call(this.vm, callable, args);
  }
  /** One of several results. */
  item(value: PyValue, i: number): PyValue {
    return getItem(this.vm, value, i);
  }
  items(value: PyValue): PyValue[] {
    return toArray(this.vm, value);
  }
  /** The items of a sequence of any kind; null for anything else. */
  sequence(value: PyValue): PyValue[] | null {
    return value instanceof PyTuple || value instanceof PyList ? toArray(this.vm, value) : null;
  }
  /** A factory operator, given the arguments that PyTorch's Python functions give it. */
  make(name: "zeros" | "rand" | "full" | "arange", args: readonly PyValue[], like: PyValue): PyValue {
    const { meta } = this.tensor(like);
    const native = FACTORIES.get(name);
    if (native === undefined) throw new Error(`no factory ${name}`);
    const kwargs = new Map<string, PyValue>([
      ["dtype", pyDType(meta.dtype)],
      ["device", new PyDevice(meta.device)],
    ]);
    return native.raw(this.vm, args, kwargs);
  }
  listOf(...items: PyValue[]): PyList {
    return new PyList(items);
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
