/** ATen schema text (`aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor`) to data. */

export type BaseType =
  | "Tensor"
  | "int"
  | "SymInt"
  | "float"
  | "bool"
  | "SymBool"
  | "str"
  | "Scalar"
  | "ScalarType"
  | "Device"
  | "Layout"
  | "MemoryFormat"
  | "Generator"
  | "complex"
  | "Dimname"
  | "Any";

const BASE_TYPES: ReadonlySet<string> = new Set<BaseType>([
  "Tensor",
  "int",
  "SymInt",
  "float",
  "bool",
  "SymBool",
  "str",
  "Scalar",
  "ScalarType",
  "Device",
  "Layout",
  "MemoryFormat",
  "Generator",
  "complex",
  "Dimname",
  "Any",
]);

export interface SchemaType {
  readonly base: BaseType;
  /** The whole may be None: `Tensor?`, `int[]?`. */
  readonly optional: boolean;
  /** `int[]` has size null, `int[2]` has 2; undefined is no list. */
  readonly list?: number | null;
  /** Elements may be None: `Tensor?[]`. */
  readonly optionalElements: boolean;
}

/** `Tensor(a!)`: alias set a, written to. */
export interface AliasInfo {
  readonly set: string;
  readonly write: boolean;
}

export type SchemaDefault = null | boolean | number | string | { readonly float: number } | readonly SchemaDefault[];

export interface SchemaArgument {
  readonly name: string;
  readonly type: SchemaType;
  readonly alias: AliasInfo | null;
  /** Undefined when the argument is required. */
  readonly default?: SchemaDefault;
  readonly kwargOnly: boolean;
}

export interface SchemaReturn {
  readonly name: string | null;
  readonly type: SchemaType;
  readonly alias: AliasInfo | null;
}

export interface OpSchema {
  readonly namespace: string;
  readonly name: string;
  /** "" for the overload that Python calls `default`. */
  readonly overload: string;
  readonly args: readonly SchemaArgument[];
  readonly returns: readonly SchemaReturn[];
  readonly text: string;
}

/** `aten::add.Tensor(…` → `aten.add.Tensor`; `aten::linear(…` → `aten.linear.default`; higher-order operators have no overloads. */
export function targetOf(text: string): string {
  const open = text.indexOf("(");
  const colons = text.indexOf("::");
  if (open < 0 || colons < 0 || colons > open) throw new Error(`not an operator schema: ${text}`);
  const name = text.slice(colons + 2, open);
  if (text.startsWith("higher_order::")) return `higher_order.${name}`;
  return `${text.slice(0, colons)}.${name.includes(".") ? name : `${name}.default`}`;
}

/** Parses one schema; throws on text that is none. */
export function parseSchema(text: string): OpSchema {
  const open = text.indexOf("(");
  const arrow = text.lastIndexOf(" -> ");
  const close = text.lastIndexOf(")", arrow);
  const head = /^(\w+)::(\w+)(?:\.(\w+))?$/.exec(text.slice(0, open));
  if (open < 0 || arrow < 0 || close < open || !head) throw new Error(`not an operator schema: ${text}`);
  const args: SchemaArgument[] = [];
  let kwargOnly = false;
  for (const part of splitTop(text.slice(open + 1, close))) {
    if (part === "*") kwargOnly = true;
    else args.push(parseArgument(part, kwargOnly, text));
  }
  const returned = text.slice(arrow + 4).trim();
  const returns =
    returned === "()"
      ? []
      : returned.startsWith("(")
        ? splitTop(returned.slice(1, -1)).map((r) => parseReturn(r, text))
        : [parseReturn(returned, text)];
  return { namespace: head[1] ?? "", name: head[2] ?? "", overload: head[3] ?? "", args, returns, text };
}

function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? "";
    if (quote) {
      if (c === quote) quote = "";
    } else if (c === '"' || c === "'") quote = c;
    else if (c === "(" || c === "[") depth++;
    else if (c === ")" || c === "]") depth--;
    else if (c === "," && depth === 0) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  const last = text.slice(start).trim();
  if (last !== "") parts.push(last);
  return parts;
}

/** The parts: base, alias, `?`, list size, alias of the list, `?`. */
const TYPE = /^(\w+)(\([^)]*\))?(\?)?(?:\[(\d*)\])?(\([^)]*\))?(\?)?$/;

function parseType(text: string, schema: string): { type: SchemaType; alias: AliasInfo | null } {
  const m = TYPE.exec(text);
  const base = m?.[1] ?? "";
  if (!m || !BASE_TYPES.has(base)) throw new Error(`unknown type '${text}' in schema ${schema}`);
  const isList = m[4] !== undefined;
  const type: SchemaType = {
    base: base as BaseType,
    optional: isList ? m[6] === "?" : m[3] === "?" || m[6] === "?",
    optionalElements: isList && m[3] === "?",
    ...(isList ? { list: m[4] === "" ? null : Number(m[4]) } : {}),
  };
  const note = m[2] ?? m[5];
  const inner = note?.slice(1, -1);
  const alias = inner === undefined ? null : { set: inner.replace(/[!\s].*$/, ""), write: inner.includes("!") };
  return { type, alias };
}

function parseArgument(text: string, kwargOnly: boolean, schema: string): SchemaArgument {
  const m = /^(\w+(?:\([^)]*\))?\S*) (\w+)(?:=(.*))?$/.exec(text);
  if (!m) throw new Error(`argument '${text}' does not parse in schema ${schema}`);
  const { type, alias } = parseType(m[1] ?? "", schema);
  const base = { name: m[2] ?? "", type, alias, kwargOnly };
  return m[3] === undefined ? base : { ...base, default: parseDefault(m[3], type, schema) };
}

function parseReturn(text: string, schema: string): SchemaReturn {
  const m = /^(\w+(?:\([^)]*\))?\S*)(?: (\w+))?$/.exec(text);
  if (!m) throw new Error(`return '${text}' does not parse in schema ${schema}`);
  return { name: m[2] ?? null, ...parseType(m[1] ?? "", schema) };
}

/** The names that ATen schemas use for enumerations in defaults. */
const NAMED_DEFAULTS: Readonly<Record<string, SchemaDefault>> = {
  None: null,
  True: true,
  False: false,
  Mean: 1,
  contiguous_format: "contiguous_format",
  strided: "strided",
  long: "int64",
};

function parseDefault(text: string, type: SchemaType, schema: string): SchemaDefault {
  const named = NAMED_DEFAULTS[text];
  if (named !== undefined) return named;
  if (text.startsWith("[")) {
    const element: SchemaType = { base: type.base, optional: false, optionalElements: false };
    return splitTop(text.slice(1, -1)).map((t) => parseDefault(t, element, schema));
  }
  if (/^(["']).*\1$/.test(text)) return text.slice(1, -1);
  const value = Number(text);
  if (Number.isNaN(value)) throw new Error(`default '${text}' does not parse in schema ${schema}`);
  const scalar: SchemaDefault = type.base === "float" || !/^-?\d+$/.test(text) ? { float: value } : value;
  return typeof type.list === "number" ? new Array<SchemaDefault>(type.list).fill(scalar) : scalar;
}
