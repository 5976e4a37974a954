/** What a lowering works with: operands that carry their meta, and the making of ONNX nodes. */

import type { DType } from "../fx/dtype.ts";
import { isComplex, isFloat8 } from "../fx/dtype.ts";
import type { ComplexScalar, FloatScalar, Graph as FxGraph, Literal, NodeValue } from "../fx/graph.ts";
import type { TensorMeta } from "../fx/tensor_meta.ts";
import { DATA_TYPES, type DataType } from "../onnx/data_type.ts";
import { encode } from "../onnx/encode_elements.ts";
import type { Attribute, Graph, TensorContent, Value, ValueType } from "../onnx/ir.ts";
import type { SymExpr, SymInt } from "../shapes/types.ts";
import { onnxType } from "./onnx_dtype.ts";
import { OpError, type ShapeGuards } from "./types.ts";

/** A tensor argument. A Python number that stands for a tensor has `scalar`; it becomes a constant of the dtype it is used in. */
export interface TensorOperand {
  readonly value: Value;
  readonly meta: TensorMeta;
  readonly scalar?: boolean | number | bigint | FloatScalar | ComplexScalar;
}

/** A size that is no constant: an int64 scalar. */
export interface SymOperand {
  readonly kind: "symint";
  readonly value: Value;
  readonly expr: SymInt;
}
export type SymArg = number | SymOperand;

/** What a lowering returns: one value an output; null for an absent one. */
export type Lowered = Value | TensorOperand | SymOperand | null | readonly Lowered[];

/** An argument as the interpreter hands it in: in schema order, tensors and sizes as operands. */
export type LowerInput = TensorOperand | SymOperand | Literal | readonly LowerInput[];

export interface NodeSpec {
  readonly opType: string;
  readonly domain: string;
  readonly inputs: readonly (Value | null)[];
  /** One an output; the type when it is known. */
  readonly outputs: readonly (ValueType | null)[];
  readonly attributes: ReadonlyMap<string, Attribute>;
}

/** Where lowered nodes go: implemented by the exporter's interpreter, which names them and gives them their source. */
export interface LoweringHost {
  readonly opset: number;
  readonly guards: ShapeGuards;
  add(node: NodeSpec): readonly Value[];
  /** A constant; equal content may be shared. */
  initializer(content: TensorContent): Value;
  /** The int64 scalar that holds a size. */
  symint(expr: SymExpr): Value;
  /** Builds a subgraph (a Loop's or If's body): nodes that `build` adds go into it, outer values may be used. */
  subgraph(
    name: string,
    inputs: readonly { readonly name: string; readonly type: ValueType }[],
    build: (inputs: readonly Value[]) => readonly Value[],
  ): Graph;
  /** Builds a subgraph from an FX graph (the branches of `cond`): its placeholders are the subgraph's inputs. */
  fxSubgraph(graph: FxGraph, operands: readonly Value[] | null): Graph;
  /** Adds an FX graph's nodes where the lowering stands; gives its outputs' values. */
  fxInline(graph: FxGraph, operands: readonly Value[]): readonly Value[];
}

/** Attribute values in short: an integer, a list of integers, text, a graph; floats are wrapped: `{ float: 0.5 }`. */
export type AttributeInput =
  | number
  | string
  | readonly number[]
  | readonly string[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly tensor: TensorContent }
  | { readonly graph: Graph };

export type Attributes = Readonly<Record<string, AttributeInput | undefined>>;

/** Lowers a call of another operator in place; `lower_call.ts` has the one implementation. */
export type Invoke = (
  host: LoweringHost,
  target: string,
  args: readonly LowerInput[],
  kwargs: Readonly<Record<string, LowerInput>>,
) => readonly TensorOperand[];

export class LoweringBuilder {
  readonly host: LoweringHost;
  /** The value that the node has in the FX graph. */
  readonly result: NodeValue;
  private readonly invoke: Invoke;

  constructor(host: LoweringHost, result: NodeValue, invoke: Invoke) {
    this.host = host;
    this.result = result;
    this.invoke = invoke;
  }

  get opset(): number {
    return this.host.opset;
  }
  get guards(): ShapeGuards {
    return this.host.guards;
  }

  /** The meta of the (first) tensor that the node returns. */
  get out(): TensorMeta {
    return firstTensor(this.result);
  }

  /** A node with one output. */
  op(opType: string, inputs: readonly (Value | null)[], attributes: Attributes = {}): Value {
    const [value] = this.ops(opType, inputs, 1, attributes);
    if (!value) throw new Error(`${opType} gave no output`);
    return value;
  }

  /** A node with several outputs. */
  ops(
    opType: string,
    inputs: readonly (Value | null)[],
    outputs: number,
    attributes: Attributes = {},
  ): readonly Value[] {
    const trimmed = [...inputs];
    while (trimmed.length > 0 && trimmed.at(-1) === null) trimmed.pop();
    return this.host.add({
      opType,
      domain: "",
      inputs: trimmed,
      outputs: new Array<null>(outputs).fill(null),
      attributes: toAttributes(attributes),
    });
  }

  /** A scalar constant in the given dtype. */
  const(value: number | bigint | boolean, dtype: DType): Value {
    return this.tensor([value], [], dtype);
  }

  /** A constant tensor. */
  tensor(values: readonly (number | bigint | boolean)[], shape: readonly number[], dtype: DType): Value {
    return this.host.initializer(content(values, shape, onnxType(dtype)));
  }

  /** A 1-D int64 constant. */
  ints(values: readonly number[]): Value {
    return this.tensor(values, [values.length], "int64");
  }

  /** A size as an int64 scalar. */
  size(value: SymArg | SymInt): Value {
    if (typeof value === "number") return this.const(value, "int64");
    return value.kind === "symint" ? value.value : this.host.symint(value);
  }

  /** Sizes as a 1-D int64 tensor. */
  sizes(values: readonly (SymArg | SymInt)[]): Value {
    if (values.every((v) => typeof v === "number")) return this.ints(values);
    const parts: Value[] = [];
    let run: number[] = [];
    const flush = () => {
      if (run.length > 0) parts.push(this.ints(run));
      run = [];
    };
    for (const v of values) {
      if (typeof v === "number") run.push(v);
      else {
        flush();
        parts.push(this.op("Reshape", [this.size(v), this.ints([1])]));
      }
    }
    flush();
    const [only] = parts;
    return parts.length === 1 && only ? only : this.op("Concat", parts, { axis: 0 });
  }

  /** The shape of a tensor as a 1-D int64 tensor; a constant when it is known. */
  shapeOf(t: TensorOperand): Value {
    const { shape } = t.meta;
    return shape.every((d) => typeof d === "number") ? this.ints(shape) : this.op("Shape", [t.value]);
  }

  /** The tensor's value in `dtype`. */
  as(t: TensorOperand, dtype: DType): Value {
    if (t.scalar !== undefined) return this.scalar(t.scalar, dtype);
    return t.meta.dtype === dtype ? t.value : this.cast(t.value, dtype);
  }

  /** A Python number as a constant of `dtype`. */
  scalar(s: boolean | number | bigint | FloatScalar | ComplexScalar | SymOperand | TensorOperand, dtype: DType): Value {
    if (typeof s !== "object") return this.const(s, dtype);
    // A Python float that the data decide.
    if ("meta" in s) return this.as(s, dtype);
    if (s.kind === "float") return this.const(s.value, dtype);
    if (s.kind === "symint") return dtype === "int64" ? s.value : this.cast(s.value, dtype);
    if (s.im !== 0 && !isComplex(dtype)) throw new OpError("TypeError", "a complex number does not fit");
    return isComplex(dtype) ? this.tensor([s.re, s.im], [2], dtype) : this.const(s.re, dtype);
  }

  /** What an 8-bit float can't hold becomes infinite or NaN, and in `float8_e4m3fn` the largest number, as in PyTorch. */
  cast(value: Value, dtype: DType): Value {
    const to = DATA_TYPES[onnxType(dtype)];
    return this.op("Cast", [value], isFloat8(dtype) ? { to, saturate: dtype === "float8_e4m3fn" ? 1 : 0 } : { to });
  }

  /** Elements of `a` where the condition holds, else of `b`. ONNX Runtime selects no booleans, so those are combined. */
  where(condition: Value, a: Value, b: Value, dtype: DType): Value {
    if (dtype !== "bool") return this.op("Where", [condition, a, b]);
    const yes = this.op("And", [condition, a]);
    return this.op("Or", [yes, this.op("And", [this.op("Not", [condition]), b])]);
  }

  /** Calls another operator's lowering; its result's meta is computed by its shape function. */
  call(target: string, args: readonly LowerInput[], kwargs: Readonly<Record<string, LowerInput>> = {}): TensorOperand {
    const [first] = this.callMany(target, args, kwargs);
    if (!first) throw new Error(`${target} gave no tensor`);
    return first;
  }

  callMany(
    target: string,
    args: readonly LowerInput[],
    kwargs: Readonly<Record<string, LowerInput>> = {},
  ): readonly TensorOperand[] {
    return this.invoke(this.host, target, args, kwargs);
  }

  /** Wraps a value made here as an operand. */
  operand(value: Value, meta: TensorMeta): TensorOperand {
    return { value, meta };
  }
}

/** Whether a node's value is one tensor. */
export function isTensorMeta(value: NodeValue | undefined): value is TensorMeta {
  return typeof value === "object" && value !== null && "dtype" in value && "strides" in value;
}

function firstTensor(value: NodeValue): TensorMeta {
  if (isTensorMeta(value)) return value;
  for (const v of Array.isArray(value) ? (value as readonly NodeValue[]) : []) if (isTensorMeta(v)) return v;
  throw new Error("the node returns no tensor");
}

/** Elements with a type, as the content of a constant. */
export function content(
  values: readonly (number | bigint | boolean)[],
  shape: readonly number[],
  dtype: DataType,
): TensorContent {
  const bytes = encode(values, dtype);
  return { dtype, shape, bytes: () => bytes, byteLength: bytes.length };
}

function toAttributes(inputs: Attributes): Map<string, Attribute> {
  const map = new Map<string, Attribute>();
  for (const [name, value] of Object.entries(inputs)) if (value !== undefined) map.set(name, toAttribute(value));
  return map;
}

function toAttribute(value: AttributeInput): Attribute {
  if (typeof value === "number") return { type: "int", value };
  if (typeof value === "string") return { type: "string", value };
  if (isList(value)) {
    const strings = value.filter((v) => typeof v === "string");
    return strings.length > 0
      ? { type: "strings", value: strings }
      : { type: "ints", value: value.filter((v) => typeof v === "number") };
  }
  if ("float" in value) return { type: "float", value: value.float };
  if ("floats" in value) return { type: "floats", value: value.floats };
  if ("tensor" in value) return { type: "tensor", value: value.tensor };
  return { type: "graph", value: value.graph };
}

function isList(value: AttributeInput): value is readonly number[] | readonly string[] {
  return Array.isArray(value);
}
