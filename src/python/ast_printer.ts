/** Prints a syntax tree in the format of CPython 3.11's `ast.dump(tree, indent=2)`. */

import type { ConstantValue, Module } from "./ast.ts";
import { constantRepr, stringRepr } from "./literal_repr.ts";
import { nodeFields } from "./node_fields.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The whole module, without positions. */
export function dumpAst(module: Module): string {
  return printNode(module, "", 0).text;
}

/** `simple`: has no nested fields, so that its parent may print it on one line. */
interface Printed {
  readonly text: string;
  readonly simple: boolean;
}

function printNode(node: object, type: string, depth: number): Printed {
  const fields = node as Fields;
  const { kind: tag } = node as { readonly kind?: unknown };
  const kind = typeof tag === "string" ? tag : type;
  const layout = nodeFields(kind);
  if (layout === undefined) throw new Error(`no layout for node '${kind}'`);
  const parts: string[] = [];
  let simple = true;
  for (const field of layout) {
    const value = fields[field.property];
    if (field.optional === "?" && value === null) continue;
    if (field.optional === "+" && Array.isArray(value) && value.length === 0) continue;
    const printed = printValue(value, field.type, depth + 1);
    simple &&= printed.simple;
    parts.push(`${field.name}=${printed.text}`);
  }
  if (simple && parts.length <= 3) return { text: `${kind}(${parts.join(", ")})`, simple: parts.length === 0 };
  return { text: `${kind}(${broken(parts, depth + 1)})`, simple: false };
}

function printValue(value: unknown, type: string, depth: number): Printed {
  if (type === "none") return { text: "[]", simple: true };
  if (Array.isArray(value)) {
    if (value.length === 0) return { text: "[]", simple: true };
    const items = value.map((item: unknown) => printValue(item, type, depth + 1).text);
    return { text: `[${broken(items, depth + 1)}]`, simple: false };
  }
  if (value === null && type !== "singleton") return { text: "None", simple: true };
  switch (type) {
    case "op":
      return { text: `${String(value)}()`, simple: true };
    case "int":
      return { text: String(Number(value)), simple: true };
    case "conversion":
      return { text: String(value === "" ? -1 : String(value).charCodeAt(0)), simple: true };
    case "singleton":
      return { text: value === null ? "None" : value === true ? "True" : "False", simple: true };
    case "constant":
      return { text: constantRepr(value as ConstantValue), simple: true };
    default:
  }
  if (typeof value === "string") return { text: stringRepr(value), simple: true };
  if (typeof value === "object" && value !== null) return printNode(value, type, depth);
  throw new Error(`cannot print a ${typeof value}`);
}

function broken(parts: readonly string[], depth: number): string {
  const line = `\n${"  ".repeat(depth)}`;
  return line + parts.join(`,${line}`);
}
