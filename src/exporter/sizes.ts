/** Computes symbolic sizes in the graph: int64 scalars from the shapes of inputs and of data-dependent results. */

import type { Attribute, NodeSource, Value, ValueType } from "../onnx/ir.ts";
import { int64Tensor } from "../onnx/tensor_content.ts";
import { monomials } from "../shapes/expr.ts";
import { printInt } from "../shapes/print.ts";
import type { Range } from "../shapes/ranges.ts";
import type { BoolExpr, SymBool, SymExpr, SymInt } from "../shapes/types.ts";
import type { Scope } from "./scope.ts";
import { BOOL_SCALAR, INT64_SCALAR } from "./value_types.ts";

export interface SizeContext {
  readonly scope: Scope;
  /** The source of the FX node that is being translated. */
  readonly source: NodeSource | null;
  /**
   * What is there before any module runs: graph inputs, constants, and what is computed from them alone. Such sizes are
   * shared by all modules and belong to none; any other belongs to the module that asked first, so that a function never
   * waits for a node that waits for the function.
   */
  readonly early: Set<Value>;
  constant(content: ReturnType<typeof int64Tensor>): Value;
  range(value: SymInt): Range;
  simplify(value: SymInt): SymInt;
}

interface Sized {
  readonly scope: Scope;
  readonly value: Value;
}

/** Records that the dimensions of `value` are these sizes. */
export function recordShape(context: SizeContext, value: Value, shape: readonly SymInt[]): void {
  shape.forEach((size, dim) => {
    if (typeof size === "number") return;
    context.scope.addSource(size, { value, dim });
    if (size.kind === "symbol") return;
    const parts = monomials(size);
    const [term, ...others] = parts.filter((part) => part.atoms.length > 0);
    const [symbol, ...factors] = term?.atoms ?? [];
    if (term === undefined || symbol === undefined || others.length + factors.length > 0) return;
    const constant = parts.find((part) => part.atoms.length === 0)?.coefficient ?? 0;
    context.scope.addLinear(symbol, { size, coefficient: term.coefficient, constant });
  });
}

/** Whether a size can be computed from what the graph has so far. */
export function isKnownSize(context: SizeContext, size: SymInt): boolean {
  if (typeof size === "number") return true;
  if (context.scope.findSize(size) !== null || context.scope.findSource(size) !== null) return true;
  switch (size.kind) {
    case "symbol":
      return context.scope.findLinear(size) !== null;
    case "opaque":
      return false;
    case "add":
      return size.terms.every((term) => isKnownSize(context, term));
    case "mul":
      return size.factors.every((factor) => isKnownSize(context, factor));
    case "min":
    case "max":
      return size.args.every((arg) => isKnownSize(context, arg));
    default:
      return isKnownSize(context, size.left) && isKnownSize(context, size.right);
  }
}

/** The int64 scalar that holds a size. */
export function sizeValue(context: SizeContext, size: SymInt): Value {
  return compute(context, context.simplify(size)).value;
}

/** The bool scalar that holds a condition on sizes. */
export function conditionValue(context: SizeContext, condition: SymBool): Value {
  if (typeof condition === "boolean") {
    return context.constant({ dtype: "bool", shape: [], byteLength: 1, bytes: () => Uint8Array.of(condition ? 1 : 0) });
  }
  const emit = (opType: string, inputs: readonly Value[]) =>
    emitNode(context, context.scope, opType, inputs, BOOL_SCALAR);
  switch (condition.kind) {
    case "not":
      return emit("Not", [conditionValue(context, condition.arg)]);
    case "and":
    case "or": {
      const opType = condition.kind === "and" ? "And" : "Or";
      return condition.args.map((arg) => conditionValue(context, arg)).reduce((a, b) => emit(opType, [a, b]));
    }
    default: {
      const operands = [sizeValue(context, condition.left), sizeValue(context, condition.right)];
      const compared = emit(COMPARISON[condition.kind], operands);
      return condition.kind === "ne" ? emit("Not", [compared]) : compared;
    }
  }
}

const COMPARISON: Readonly<Record<Exclude<BoolExpr["kind"], "and" | "or" | "not">, string>> = {
  eq: "Equal",
  ne: "Equal",
  lt: "Less",
  le: "LessOrEqual",
  gt: "Greater",
  ge: "GreaterOrEqual",
};

function compute(context: SizeContext, size: SymInt): Sized {
  if (typeof size === "number")
    return { scope: rootOf(context.scope), value: context.constant(int64Tensor([], [size])) };
  const known = context.scope.findSize(size);
  if (known !== null) return known;
  const made = fromSource(context, size) ?? fromParts(context, size);
  made.scope.setSize(size, made.value);
  return made;
}

function fromSource(context: SizeContext, size: SymExpr): Sized | null {
  const found = context.scope.findSource(size);
  if (found === null) return null;
  const { scope, source } = found;
  if (source.dim === null) return { scope, value: source.value };
  const attributes = {
    start: { type: "int", value: source.dim } as const,
    end: { type: "int", value: source.dim + 1 } as const,
  };
  const one = emitNode(
    context,
    scope,
    "Shape",
    [source.value],
    { kind: "tensor", dtype: "int64", shape: [1] },
    attributes,
  );
  return { scope, value: emitNode(context, scope, "Squeeze", [one], INT64_SCALAR) };
}

function fromParts(context: SizeContext, size: SymExpr): Sized {
  const binary = (opType: string, left: Sized, right: Sized): Sized => {
    const scope = left.scope.depth >= right.scope.depth ? left.scope : right.scope;
    return { scope, value: emitNode(context, scope, opType, [left.value, right.value], INT64_SCALAR) };
  };
  const fold = (opType: string, parts: readonly SymInt[]) =>
    parts.map((part) => compute(context, part)).reduce((left, right) => binary(opType, left, right));
  switch (size.kind) {
    case "symbol": {
      const linear = context.scope.findLinear(size);
      if (linear === null) break;
      const shifted = binary("Sub", compute(context, linear.size), compute(context, linear.constant));
      return binary("Div", shifted, compute(context, linear.coefficient));
    }
    case "add":
      return fold("Add", size.terms);
    case "mul":
      return fold("Mul", size.factors);
    case "min":
      return fold("Min", size.args);
    case "max":
      return fold("Max", size.args);
    case "pow":
      return fold("Pow", [size.left, size.right]);
    case "mod":
      return fold("Mod", [size.left, size.right]);
    case "floordiv": {
      const left = compute(context, size.left);
      const right = compute(context, size.right);
      // ONNX's integer Div truncates; it is the floor where nothing is negative.
      if (context.range(size.left).min >= 0 && context.range(size.right).min > 0) return binary("Div", left, right);
      return binary("Div", binary("Sub", left, binary("Mod", left, right)), right);
    }
    case "opaque":
      break;
  }
  throw new Error(`the size ${printInt(size)} has no source in the graph`);
}

function emitNode(
  context: SizeContext,
  scope: Scope,
  opType: string,
  inputs: readonly Value[],
  type: ValueType,
  attributes: Readonly<Record<string, Attribute>> = {},
): Value {
  const early = inputs.every((input) => context.early.has(input));
  const source = early ? null : context.source;
  const [value] = scope.builder.node(opType, inputs, { outputs: [type], names: ["size"], source, attributes });
  if (value === undefined) throw new Error(`${opType} gave no output`);
  if (early) context.early.add(value);
  return value;
}

function rootOf(scope: Scope): Scope {
  return scope.outer === null ? scope : rootOf(scope.outer);
}
