/** Our syntax tree as objects of the `ast` module's classes. */

import type { ConstantValue, Module, Position } from "../../../python/ast.ts";
import { nodeFields } from "../../../python/node_fields.ts";
import { constantValue } from "../../objects/code.ts";
import { PyList } from "../../objects/list.ts";
import { PyObject, type PyValue } from "../../objects/object.ts";
import { PyType } from "../../objects/type.ts";

/** The `ast` module's classes by name. */
export type NodeClasses = (name: string) => PyType;

export interface TreeSource {
  readonly classes: NodeClasses;
  /** The lines of the text, for columns in bytes. */
  readonly lines: readonly string[];
  /** Operators and contexts: one instance a class. */
  readonly shared: Map<PyType, PyObject>;
}

const encoder = new TextEncoder();

/** The UTF-8 offset of a column in UTF-16 code units. */
function byteOffset(line: string | undefined, column: number): number {
  return line === undefined ? column : encoder.encode(line.slice(0, column)).length;
}

function setPlace(attrs: Map<string, PyValue>, pos: Position, { lines }: TreeSource): void {
  attrs.set("lineno", pos.line);
  attrs.set("col_offset", byteOffset(lines[pos.line - 1], pos.column));
  attrs.set("end_lineno", pos.endLine);
  attrs.set("end_col_offset", byteOffset(lines[pos.endLine - 1], pos.endColumn));
}

/** The root of a module's tree: `ast.Module`. */
export function buildModule(module: Module, source: TreeSource): PyObject {
  return buildNode(module, "Module", source);
}

/** One node with all below it; `type` names the class of nodes that carry no `kind`. */
export function buildNode(node: object, type: string, source: TreeSource): PyObject {
  const fields = node as Readonly<Record<string, unknown>>;
  const tag = fields["kind"];
  const kind = typeof tag === "string" ? tag : type;
  const layout = nodeFields(kind);
  if (layout === undefined) throw new Error(`no layout for node '${kind}'`);
  const result = new PyObject(source.classes(kind));
  const attrs = new Map<string, PyValue>();
  for (const field of layout) {
    // Type parameters have no default before Python 3.13.
    if (field.name !== "default_value") attrs.set(field.name, buildValue(fields[field.property], field.type, source));
  }
  if (fields["pos"] !== undefined) setPlace(attrs, fields["pos"] as Position, source);
  result.attrs = attrs;
  return result;
}

function buildValue(value: unknown, type: string, source: TreeSource): PyValue {
  if (type === "none") return new PyList([]);
  if (Array.isArray(value)) return new PyList(value.map((item: unknown) => buildValue(item, type, source)));
  switch (type) {
    case "op":
      return sharedInstance(source.classes(String(value)), source);
    case "int":
      return Number(value);
    case "conversion":
      return value === "" ? -1 : String(value).charCodeAt(0);
    case "singleton":
      return value as null | boolean;
    case "constant":
      return constantValue(value as ConstantValue);
    default:
  }
  if (value === null) return null;
  if (typeof value === "string") return value;
  if (typeof value === "object") return buildNode(value, type, source);
  throw new Error(`no syntax tree value from a ${typeof value}`);
}

function sharedInstance(cls: PyType, { shared }: TreeSource): PyObject {
  const known = shared.get(cls);
  if (known !== undefined) return known;
  const made = new PyObject(cls);
  made.attrs = new Map();
  shared.set(cls, made);
  return made;
}

/** The classes of a namespace by name; a name without a class is a fault of ours. */
export function classesIn(namespace: ReadonlyMap<string, PyValue>): NodeClasses {
  return (name) => {
    const found = namespace.get(name);
    if (!(found instanceof PyType)) throw new Error(`the ast module has no class ${name}`);
    return found;
  };
}
