/** What computes an operator on typed arrays: a kernel, and how it reads its call. */

import type { DType } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { scalarMeta } from "../../ops/arguments.ts";
import type { BoundCall } from "../../ops/bind.ts";
import { resultType } from "../../ops/promotion.ts";
import type { OpInput } from "../../ops/types.ts";
import { LazyValue } from "../tensor/value.ts";
import { type Dense, NotComputedHere, type NumericArray, sizeOf } from "./dense.ts";

/** One result, or one an output. Throws `NotComputedHere` when ONNX Runtime is to compute the call. */
export type Kernel = (call: KernelCall) => Dense | readonly Dense[];

/** By the operator's name without overload; what an overload takes is read off its schema. */
export type Kernels = Readonly<Record<string, Kernel>>;

/** A result as the shape function gave it; sizes are numbers. */
export interface ResultMeta {
  readonly dtype: DType;
  readonly shape: readonly number[];
}

export class KernelCall {
  readonly call: BoundCall;
  readonly results: readonly ResultMeta[];
  private readonly contentOf: (value: LazyValue) => Dense;

  constructor(call: BoundCall, results: readonly ResultMeta[], contentOf: (value: LazyValue) => Dense) {
    this.call = call;
    this.results = results;
    this.contentOf = contentOf;
  }

  get dtype(): DType {
    return this.first.dtype;
  }
  get shape(): readonly number[] {
    return this.first.shape;
  }
  private get first(): ResultMeta {
    const [first] = this.results;
    if (first === undefined) throw new NotComputedHere("no result");
    return first;
  }

  /** The one result. */
  result(data: NumericArray): Dense {
    if (data.length !== sizeOf(this.shape)) throw new Error(`${this.call.entry.target} gives another size here`);
    return { dtype: this.dtype, shape: this.shape, data };
  }

  has(name: string): boolean {
    return this.call.entry.schema.args.some((a) => a.name === name);
  }

  /** The argument of this name; null when it is None or the overload has none. */
  input(name: string): OpInput {
    const at = this.call.entry.schema.args.findIndex((a) => a.name === name);
    return at < 0 ? null : (this.call.args[at] ?? null);
  }

  tensor(name: string): Dense {
    return this.dense(this.input(name));
  }

  tensors(name: string): readonly Dense[] {
    return this.list(name).map((input) => this.dense(input));
  }

  /** A tensor, or a number as a tensor without dimensions. */
  operand(name: string): Dense {
    const input = this.input(name);
    return input instanceof LazyValue ? this.contentOf(input) : numberAsDense(input);
  }

  /** The dtype in which PyTorch compares these arguments. */
  commonType(...names: readonly string[]): DType {
    return resultType(
      names.map((name): TensorMeta => {
        const input = this.input(name);
        const meta = input instanceof LazyValue ? input.meta : scalarMeta(input);
        if (meta === null) throw new NotComputedHere(`the argument ${name}`);
        return meta;
      }),
    );
  }

  int(name: string, otherwise: number): number {
    const input = this.input(name);
    if (input === null) return otherwise;
    // The open end of a slice is the largest integer.
    if (typeof input === "bigint") return Number(input);
    if (typeof input !== "number") throw new NotComputedHere(`the argument ${name}`);
    return input;
  }

  ints(name: string): readonly number[] {
    return this.list(name).map((item) => {
      if (typeof item !== "number") throw new NotComputedHere(`the argument ${name}`);
      return item;
    });
  }

  list(name: string): readonly OpInput[] {
    const input = this.input(name);
    if (!Array.isArray(input)) throw new NotComputedHere(`the argument ${name}`);
    return input as readonly OpInput[];
  }

  flag(name: string): boolean {
    return this.input(name) === true;
  }

  /** A number, whatever its type in Python. */
  number(name: string): number {
    return plainNumber(this.input(name));
  }

  dense(input: OpInput): Dense {
    if (!(input instanceof LazyValue)) throw new NotComputedHere("an argument that is no tensor");
    return this.contentOf(input);
  }
}

export function plainNumber(input: OpInput): number {
  if (typeof input === "number") return input;
  if (typeof input === "boolean") return input ? 1 : 0;
  if (typeof input === "object" && input !== null && "kind" in input && input.kind === "float") return input.value;
  throw new NotComputedHere("an argument that is no number");
}

function numberAsDense(input: OpInput): Dense {
  const value = plainNumber(input);
  if (typeof input === "boolean") return { dtype: "bool", shape: [], data: Uint8Array.of(value) };
  if (typeof input === "number" && !Number.isSafeInteger(value)) throw new NotComputedHere("a large integer");
  return { dtype: typeof input === "number" ? "int64" : "float64", shape: [], data: Float64Array.of(value) };
}

/** A dimension counted from the front. */
export function wrapDim(dim: number, rank: number): number {
  return dim < 0 ? dim + rank : dim;
}
