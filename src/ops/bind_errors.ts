/** The texts of PyTorch's argument parser for calls that don't fit. */

import { isTensorLike } from "./arguments.ts";
import type { OpSchema, SchemaArgument, SchemaType } from "./schema.ts";
import { OpError, type OpInput } from "./types.ts";

/** Why one overload does not take the call. */
export type BindFailure = { readonly schema: OpSchema } & (
  | { readonly kind: "too_many"; readonly accepted: number; readonly given: number }
  | { readonly kind: "twice" | "unexpected"; readonly argument: string }
  | { readonly kind: "missing"; readonly arguments: readonly string[] }
  | {
      readonly kind: "type";
      readonly argument: SchemaArgument;
      readonly position: number | null;
      readonly input: OpInput;
    }
);

const pythonName = (name: string) => (name === "self" ? "input" : name);

export function bindingError(name: string, failure: BindFailure): OpError {
  return new OpError("TypeError", message(name, failure));
}

function message(name: string, failure: BindFailure): string {
  switch (failure.kind) {
    case "too_many": {
      const plural = failure.accepted === 1 ? "" : "s";
      return `${name}() takes ${failure.accepted} positional argument${plural} but ${failure.given} were given`;
    }
    case "twice":
      return `${name}() got multiple values for argument '${pythonName(failure.argument)}'`;
    case "unexpected":
      return `${name}() got an unexpected keyword argument '${failure.argument}'`;
    case "missing": {
      const names = failure.arguments.map((a) => `"${a}"`);
      return `${name}() missing ${names.length} required positional arguments: ${names.join(", ")}`;
    }
    case "type": {
      const where = failure.position === null ? "" : ` (position ${failure.position})`;
      const expected = typeName(failure.argument.type);
      const bad = badElement(failure.input, failure.argument.type);
      const got = bad
        ? `but found element of type ${inputTypeName(bad.input)} at pos ${bad.position}`
        : `not ${inputTypeName(failure.input)}`;
      return bad
        ? `${name}(): argument '${pythonName(failure.argument.name)}'${where} must be ${expected}, ${got}`
        : `${name}(): argument '${pythonName(failure.argument.name)}'${where} must be ${expected}, ${got}`;
    }
  }
}

function badElement(input: OpInput, type: SchemaType): { input: OpInput; position: number } | null {
  if (type.list === undefined || !Array.isArray(input)) return null;
  const list = input as readonly OpInput[];
  const at = list.findIndex((i) =>
    type.base === "Tensor"
      ? !isTensorLike(i)
      : isTensorLike(i) ||
        typeof i === "string" ||
        i === null ||
        (typeof i === "object" && "kind" in i && i.kind === "float"),
  );
  const bad = list[at];
  return at < 0 || bad === undefined ? null : { input: bad, position: at };
}

/** PyTorch's names of parameter types in messages. */
function typeName(type: SchemaType): string {
  const base =
    type.base === "SymInt"
      ? "int"
      : type.base === "ScalarType"
        ? "torch.dtype"
        : type.base === "Device"
          ? "torch.device"
          : type.base === "Scalar"
            ? "Number"
            : type.base;
  if (type.list === undefined) return base;
  return `tuple of ${base === "Tensor" ? "Tensors" : `${base}s`}`;
}

/** A Python value's type name. */
function inputTypeName(input: OpInput): string {
  if (input === null) return "NoneType";
  if (isTensorLike(input)) return "Tensor";
  if (Array.isArray(input)) return "list";
  if (typeof input === "boolean") return "bool";
  if (typeof input === "number" || typeof input === "bigint") return "int";
  if (typeof input === "string") return "str";
  switch ("kind" in input ? input.kind : "") {
    case "dtype":
      return "torch.dtype";
    case "device":
      return "torch.device";
    case "memory_format":
      return "torch.memory_format";
    case "layout":
      return "torch.layout";
    case "symint":
      return "SymInt";
    case "symbool":
      return "SymBool";
    default:
      return "kind" in input ? String(input.kind) : "object";
  }
}

/** When several overloads exist, PyTorch lists them. */
export function invalidCombination(
  name: string,
  args: readonly OpInput[],
  kwargs: ReadonlyMap<string, OpInput>,
  schemas: readonly OpSchema[],
): OpError {
  const got = [...args.map(inputTypeName), ...[...kwargs].map(([k, v]) => `${k}=${inputTypeName(v)}`)];
  const list = schemas.map((s) => ` * (${signature(s)})\n`).join("");
  return new OpError(
    "TypeError",
    `${name}() received an invalid combination of arguments - got (${got.join(", ")}), but expected one of:\n${list}`,
  );
}

function signature(schema: OpSchema): string {
  const parts: string[] = [];
  let star = false;
  for (const a of schema.args) {
    if (a.kwargOnly && !star) {
      parts.push("*");
      star = true;
    }
    const value = a.default === undefined ? "" : ` = ${defaultText(a)}`;
    parts.push(`${typeName(a.type)} ${pythonName(a.name)}${value}`);
  }
  return parts.join(", ");
}

function defaultText(arg: SchemaArgument): string {
  const d = arg.default ?? null;
  if (d === null) return "None";
  if (typeof d === "boolean") return d ? "True" : "False";
  return typeof d === "object" ? ("float" in d ? String(d.float) : JSON.stringify(d)) : String(d);
}
