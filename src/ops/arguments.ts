/** Arguments in their several forms: callers' inputs, FX arguments, and the named ones that shape functions and lowerings receive. */

import { type DType, isComplex } from "../fx/dtype.ts";
import { type Argument, type ComplexScalar, type FloatScalar, Node } from "../fx/graph.ts";
import type { TensorMeta } from "../fx/tensor_meta.ts";
import { eq } from "../shapes/bool.ts";
import type { SymInt } from "../shapes/types.ts";
import {
  isTensorMeta,
  type LowerInput,
  type LoweringBuilder,
  type SymOperand,
  type TensorOperand,
} from "./lowering.ts";
import type { OpSchema, SchemaArgument, SchemaDefault, SchemaType } from "./schema.ts";
import { OpError, type OpInput, type ShapeGuards, type TensorLike } from "./types.ts";

export type Literal = Exclude<OpInput, TensorLike | readonly OpInput[] | { kind: "symint" } | { kind: "symbool" }>;

/** A schema's default as an argument. */
export function defaultInput(arg: SchemaArgument): Literal | readonly Literal[] {
  return fromDefault(arg.default ?? null, arg.type);
}

function fromDefault(value: SchemaDefault, type: SchemaType): Literal | readonly Literal[] {
  if (isDefaultList(value))
    return value.map((v) => fromDefault(v, type)).filter((v): v is Literal => !Array.isArray(v));
  if (typeof value === "string") {
    if (type.base === "ScalarType") return { kind: "dtype", dtype: value as DType };
    if (type.base === "MemoryFormat") return { kind: "memory_format", format: value };
    if (type.base === "Layout") return { kind: "layout", layout: value };
    return value;
  }
  return typeof value === "object" && value !== null ? { kind: "float", value: value.float } : value;
}

function isDefaultList(value: SchemaDefault): value is readonly SchemaDefault[] {
  return Array.isArray(value);
}

/** An FX argument as an input of binding: nodes stand for their values. */
export function inputOfArgument(arg: Argument): OpInput {
  if (arg instanceof Node) {
    const { value } = arg.meta;
    if (isTensorMeta(value)) return { meta: value };
    if (Array.isArray(value)) return (value as readonly unknown[]).filter(isMeta).map((meta) => ({ meta }));
    if (value && "kind" in value) {
      if (value.kind === "symint")
        return typeof value.expr === "number" ? value.expr : { kind: "symint", expr: value.expr };
      if (value.kind === "symbool")
        return typeof value.expr === "boolean" ? value.expr : { kind: "symbool", expr: value.expr };
      if (value.kind === "constant") return inputOfArgument(value.value);
    }
    throw new Error(`node ${arg.name} has no value that an operator can take`);
  }
  return isArgumentList(arg) ? arg.map(inputOfArgument) : arg;
}

function isMeta(value: unknown): value is TensorMeta {
  return typeof value === "object" && value !== null && "dtype" in value && "strides" in value;
}

function isArgumentList(arg: Argument): arg is readonly Argument[] {
  return Array.isArray(arg);
}

function isInputList(input: OpInput): input is readonly OpInput[] {
  return Array.isArray(input);
}

export function isTensorLike(input: OpInput | undefined): input is TensorLike {
  return typeof input === "object" && input !== null && "meta" in input;
}

/** The meta of a Python number where a tensor is expected. */
export function scalarMeta(value: OpInput): TensorMeta | null {
  const make = (dtype: DType): TensorMeta => ({
    dtype,
    shape: [],
    strides: [],
    storageOffset: 0,
    device: "cpu",
    wrappedNumber: true,
  });
  if (typeof value === "boolean") return make("bool");
  if (typeof value === "number" || typeof value === "bigint") return make("int64");
  if (typeof value !== "object" || value === null || !("kind" in value)) return null;
  if (value.kind === "float") return make("float64");
  if (value.kind === "complex") return make("complex128");
  if (value.kind === "symint") return make("int64");
  if (value.kind === "symbool") return make("bool");
  return null;
}

type Named = Record<string, unknown>;

/** The named arguments of a shape function, from inputs in schema order. */
export function metaArgs(schema: OpSchema, inputs: readonly OpInput[], guards: ShapeGuards): Named {
  const named: Named = {};
  schema.args.forEach((arg, i) => {
    named[arg.name] = toMetaValue(inputs[i] ?? null, arg.type, guards);
  });
  return named;
}

function toMetaValue(input: OpInput, type: SchemaType, guards: ShapeGuards): unknown {
  if (input === null) return null;
  if (type.list !== undefined && isInputList(input))
    return input.map((i) => toMetaValue(i, { ...type, list: 0 }, guards));
  switch (type.base) {
    case "Tensor":
      return isTensorLike(input) ? input.meta : scalarMeta(input);
    case "SymInt":
    case "int": {
      const value = toSize(input);
      return type.base === "int" && typeof value !== "number" ? specialise(value, guards) : value;
    }
    case "Scalar":
      // A float that the data decide has a type, and no value that a check could go by.
      if (isTensorLike(input)) return { kind: "float", value: Number.NaN };
      return isKind(input, "symint") ? input.expr : input;
    default:
      return plain(input);
  }
}

function specialise(value: SymInt, guards: ShapeGuards): number {
  const hint = guards.hint(value);
  if (hint === null) throw new OpError("RuntimeError", "an integer argument depends on data");
  if (!guards.decide(eq(value, hint), "used as a constant argument")) throw new Error("the hint does not hold");
  return hint;
}

function isKind<K extends string>(input: unknown, kind: K): input is Extract<OpInput, { kind: K }> {
  return typeof input === "object" && input !== null && "kind" in input && input.kind === kind;
}

function toSize(input: OpInput): SymInt {
  if (isKind(input, "symint")) return input.expr;
  if (typeof input === "number") return input;
  if (typeof input === "bigint") return Number(input);
  if (typeof input === "boolean") return input ? 1 : 0;
  throw new OpError("TypeError", "an integer was expected");
}

/** Numbers, texts and enumerations without their wrapping. */
function plain(input: OpInput | LowerInput): unknown {
  if (typeof input === "bigint") return Number(input);
  if (typeof input !== "object" || input === null || !("kind" in input)) return input;
  switch (input.kind) {
    case "float":
      return input.value;
    case "dtype":
      return input.dtype;
    case "device":
      return input.device;
    case "memory_format":
      return input.format;
    case "layout":
      return input.layout;
    default:
      return input;
  }
}

/** The named arguments of a lowering. */
export function lowerArgs(schema: OpSchema, inputs: readonly LowerInput[], g: LoweringBuilder): Named {
  const named: Named = {};
  schema.args.forEach((arg, i) => {
    named[arg.name] = toLowerValue(inputs[i] ?? null, arg.type, g);
  });
  return named;
}

function isLowerList(input: LowerInput): input is readonly LowerInput[] {
  return Array.isArray(input);
}

function toLowerValue(input: LowerInput, type: SchemaType, g: LoweringBuilder): unknown {
  if (input === null) return null;
  if (type.list !== undefined && isLowerList(input)) return input.map((i) => toLowerValue(i, { ...type, list: 0 }, g));
  switch (type.base) {
    case "Tensor":
      return isOperand(input) ? input : scalarOperand(input, g);
    case "SymInt":
    case "int":
      if (isSymOperand(input))
        return typeof input.expr === "number" ? input.expr : type.base === "int" ? hintOf(input, g) : input;
      return typeof input === "bigint" || typeof input === "boolean" ? Number(input) : input;
    case "Scalar":
      return isSymOperand(input) && typeof input.expr === "number" ? input.expr : input;
    default:
      return plain(input);
  }
}

function hintOf(input: SymOperand, g: LoweringBuilder): number {
  const hint = g.guards.hint(input.expr);
  if (hint === null) throw new OpError("RuntimeError", "an integer argument depends on data");
  return hint;
}

export function isOperand(input: LowerInput | undefined): input is TensorOperand {
  return typeof input === "object" && input !== null && "meta" in input && "value" in input;
}

export function isSymOperand(input: LowerInput | undefined): input is SymOperand {
  return typeof input === "object" && input !== null && "kind" in input && input.kind === "symint";
}

type ScalarInput = boolean | number | bigint | FloatScalar | ComplexScalar;

function isScalarInput(input: LowerInput): input is ScalarInput {
  return (
    typeof input === "boolean" ||
    typeof input === "number" ||
    typeof input === "bigint" ||
    isKind(input, "float") ||
    isKind(input, "complex")
  );
}

/** A number where a tensor is expected. */
export function scalarOperand(input: LowerInput, g: LoweringBuilder): TensorOperand {
  if (isSymOperand(input)) {
    return {
      value: input.value,
      meta: { dtype: "int64", shape: [], strides: [], storageOffset: 0, device: "cpu", wrappedNumber: true },
    };
  }
  if (!isScalarInput(input)) throw new OpError("TypeError", "a tensor was expected");
  const meta = scalarMeta(input);
  if (!meta) throw new OpError("TypeError", "a tensor was expected");
  const natural: DType = isComplex(meta.dtype) ? "complex64" : meta.dtype;
  return {
    meta,
    scalar: input,
    get value() {
      return g.scalar(input, natural);
    },
  };
}

/** A lowering's argument as an input of binding. */
export function inputOfLowered(input: LowerInput): OpInput {
  if (isOperand(input)) return input.scalar ?? { meta: input.meta };
  if (isSymOperand(input)) return typeof input.expr === "number" ? input.expr : { kind: "symint", expr: input.expr };
  return isLowerList(input) ? input.map(inputOfLowered) : input;
}
