/** Values of the schema as JSON: sizes, tensor descriptions, enumerations (torch/_export/serde/schema.yaml, version 8). */

import type { DType } from "../../fx/dtype.ts";
import type { SymbolRange } from "../../fx/exported_program.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { evaluate } from "../../shapes/expr.ts";
import type { SymBool, SymExpr, SymInt } from "../../shapes/types.ts";
import { LAYOUTS, MEMORY_FORMATS, SCALAR_TYPES } from "./values.ts";

/** What has no form in the file. */
export class NotWritable extends Error {}

const CODES = new Map(Object.entries(SCALAR_TYPES).map(([code, dtype]) => [dtype, Number(code)]));

export function scalarType(dtype: DType): number {
  const code = CODES.get(dtype);
  if (code === undefined) throw new NotWritable(`tensors of the type ${dtype} have no place in the file`);
  return code;
}

export function layoutCode(layout: string): number {
  return LAYOUTS.indexOf(layout.replace(/^torch\./, ""));
}

export function memoryFormatCode(format: string): number {
  return MEMORY_FORMATS.indexOf(format.replace(/^torch\./, ""));
}

export function deviceValue(device: string): object {
  const [type, index] = device.split(":");
  return { type, index: index === undefined ? null : Number(index) };
}

/** Infinities and NaN are texts. */
export function floatValue(value: number): number | string {
  if (Number.isNaN(value)) return "NaN";
  if (Number.isFinite(value)) return value;
  return value > 0 ? "Infinity" : "-Infinity";
}

/** Writes sizes with the values that they had for the example inputs. */
export class SizeWriter {
  private readonly hints: ReadonlyMap<string, number | null>;

  constructor(ranges: readonly SymbolRange[]) {
    this.hints = new Map(ranges.map(({ symbol, hint }) => [symbol.name, hint]));
  }

  hint(value: SymInt): number | null {
    return evaluate(value, (e) => (e.kind === "symbol" ? (this.hints.get(e.name) ?? null) : null));
  }

  size(value: SymInt): object {
    if (typeof value === "number") return { as_int: value };
    const hint = this.hint(value);
    return { as_expr: { expr_str: sizeText(value), hint: hint === null ? null : { as_int: hint } } };
  }

  condition(value: SymBool): object {
    if (typeof value === "boolean") return { as_bool: value };
    return { as_expr: { expr_str: conditionText(value), hint: null } };
  }

  tensor(meta: TensorMeta, requiresGrad: boolean): object {
    return {
      dtype: scalarType(meta.dtype),
      sizes: meta.shape.map((size) => this.size(size)),
      requires_grad: requiresGrad,
      device: deviceValue(meta.device),
      strides: meta.strides.map((stride) => this.size(stride)),
      storage_offset: this.size(meta.storageOffset),
      layout: layoutCode("strided"),
    };
  }
}

const CALLS: Readonly<Record<string, string>> = {
  add: "Add",
  mul: "Mul",
  min: "Min",
  max: "Max",
  floordiv: "FloorDiv",
  mod: "PythonMod",
  pow: "PowByNatural",
  eq: "Equality",
  ne: "Unequality",
  lt: "StrictLessThan",
  le: "LessThan",
  gt: "StrictGreaterThan",
  ge: "GreaterThan",
  and: "And",
  or: "Or",
  not: "Not",
};

/** sympy's `srepr`. */
function sizeText(value: SymInt): string {
  if (typeof value === "number") return `Integer(${value})`;
  const call = (args: readonly SymInt[]) => `${CALLS[value.kind] ?? ""}(${args.map(sizeText).join(", ")})`;
  switch (value.kind) {
    case "symbol":
      return `Symbol('${value.name}', ${/^u\d/.test(value.name) ? "" : "positive=True, "}integer=True)`;
    case "add":
      return call(value.terms);
    case "mul":
      return call(value.factors);
    case "min":
    case "max":
      return call(value.args);
    case "floordiv":
    case "mod":
    case "pow":
      return call([value.left, value.right]);
    case "opaque":
      throw new NotWritable(`the size ${value.name}, which depends on data or on floats, has no form in the file`);
  }
}

function conditionText(value: SymBool): string {
  if (typeof value === "boolean") return value ? "true" : "false";
  const name = CALLS[value.kind] ?? "";
  if ("left" in value) return `${name}(${sizeText(value.left)}, ${sizeText(value.right)})`;
  const args = "args" in value ? value.args : [value.arg];
  return `${name}(${args.map(conditionText).join(", ")})`;
}

/** A range's name in the table: sympy's text of a symbol. */
export function rangeName(symbol: Extract<SymExpr, { kind: "symbol" }>): string {
  return symbol.name;
}
