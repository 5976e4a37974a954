/** Objects of the `ast` module's classes back to our syntax tree, checked as CPython checks them before compiling. */

import type { ConstantValue, Position } from "../../../python/ast.ts";
import { nodeFields } from "../../../python/node_fields.ts";
import type { Interpreter } from "../../interpreter.ts";
import { PyBytes } from "../../objects/bytes.ts";
import { PyComplex } from "../../objects/complex.ts";
import { TypeErrorType, ValueErrorType } from "../../objects/exception_types.ts";
import { PyFloat } from "../../objects/float.ts";
import { PyList } from "../../objects/list.ts";
import type { PyValue } from "../../objects/object.ts";
import { Ellipsis } from "../../objects/singletons.ts";
import { lookupAttr } from "../../protocols/attribute.ts";
import { repr } from "../../protocols/convert.ts";
import { raise } from "../../protocols/errors.ts";
import { typeOf } from "../../protocols/type_of.ts";
import type { NodeClasses } from "./build_nodes.ts";

const IDENTIFIERS = new Set("name id attr arg asname module rest names kwd_attrs message".split(" "));
const BLOCKS = new Set("body orelse finalbody".split(" "));
const PATTERNS = new Set("pattern patterns kwd_patterns".split(" "));
/** Kinds whose `body` or `orelse` is an expression. */
const EXPRESSION_BODIES = new Set(["Lambda", "IfExp", "Expression"]);
/** Lists that may hold None. */
const WITH_NONE = new Set(["keys", "kw_defaults"]);
/** Fields that take nodes of these kinds only. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  "NamedExpr.target": ["Name"],
  "TypeAlias.name": ["Name"],
  "JoinedStr.values": ["Constant", "FormattedValue"],
  "FormattedValue.format_spec": ["JoinedStr"],
  "AugAssign.target": ["Name", "Attribute", "Subscript"],
  "AnnAssign.target": ["Name", "Attribute", "Subscript"],
};
/** Fields that are assigned to or deleted. */
const TARGETS: Readonly<Record<string, "Store" | "Del">> = {
  "Assign.targets": "Store",
  "AugAssign.target": "Store",
  "AnnAssign.target": "Store",
  "For.target": "Store",
  "AsyncFor.target": "Store",
  "NamedExpr.target": "Store",
  "comprehension.target": "Store",
  "withitem.optional_vars": "Store",
  "Delete.targets": "Del",
};
const NO_PLACE: Position = { line: 1, column: 0, endLine: 1, endColumn: 0 };

type Node = Record<string, unknown>;

export interface TreeReader {
  readonly vm: Interpreter;
  readonly classes: NodeClasses;
}

/** The class of a node among the module's own, looking past the program's subclasses; null for another object. */
function kindOf({ classes, vm }: TreeReader, value: PyValue, base: string): string | null {
  const { mro } = typeOf(value);
  if (!mro.includes(classes(base))) return null;
  for (const cls of mro)
    if (nodeFields(cls.name) !== undefined && cls.module === "ast" && classes(cls.name) === cls) return cls.name;
  return raise(vm, TypeErrorType, `expected some sort of ${base}, but got ${repr(vm, value)}`);
}

/** Reads a node of the kind `base` (`mod`, `stmt`, `expr`, `arguments`…) with all below it. */
export function readNode(reader: TreeReader, value: PyValue, base: string): Node {
  const { vm } = reader;
  vm.charge(1);
  const kind = kindOf(reader, value, base);
  if (kind === null) return raise(vm, TypeErrorType, `expected some sort of ${base}, but got ${repr(vm, value)}`);
  const node: Node = { kind };
  if (kind !== "Module" && kind !== "Expression" && kind !== "Interactive")
    node["pos"] = readPlace(reader, value, base);
  for (const field of nodeFields(kind) ?? []) {
    if (field.type === "none") continue;
    const given = lookupAttr(vm, value, field.name);
    if (
      given === undefined &&
      !(field.optional === "?" || field.name === "type_params" || field.name === "default_value")
    )
      raise(vm, TypeErrorType, `required field "${field.name}" missing from ${kind}`);
    node[field.property] = readField(reader, kind, field.name, field.type, given ?? null, field.name === "type_params");
  }
  addTokens(kind, node);
  return node;
}

/** What our nodes hold beyond CPython's: places of names. */
function addTokens(kind: string, node: Node): void {
  if (kind === "FunctionDef" || kind === "AsyncFunctionDef" || kind === "ClassDef") node["namePos"] = node["pos"];
  else if (kind === "Attribute") node["attrPos"] = node["pos"];
}

const PLACED = new Set(["stmt", "expr", "excepthandler", "pattern", "type_param", "arg", "keyword", "alias"]);

function readPlace({ vm }: TreeReader, value: PyValue, base: string): Position {
  if (!PLACED.has(base)) return NO_PLACE;
  const number = (name: string): number => {
    const found = lookupAttr(vm, value, name);
    if (found === undefined) return raise(vm, TypeErrorType, `required field "${name}" missing from ${base}`);
    return Number(found);
  };
  const line = number("lineno");
  const column = number("col_offset");
  const endLine = lookupAttr(vm, value, "end_lineno") ?? null;
  const endColumn = lookupAttr(vm, value, "end_col_offset") ?? null;
  return {
    line,
    column,
    endLine: endLine === null ? line : Number(endLine),
    endColumn: endColumn === null ? column : Number(endColumn),
  };
}

function baseOf(kind: string, field: string, type: string): string {
  if (type === "ExceptHandler") return "excepthandler";
  if (type !== "") return type;
  if (PATTERNS.has(field)) return "pattern";
  if (field === "type_params") return "type_param";
  return BLOCKS.has(field) && !EXPRESSION_BODIES.has(kind) ? "stmt" : "expr";
}

function readField(
  reader: TreeReader,
  kind: string,
  field: string,
  type: string,
  value: PyValue,
  mayBeMissing: boolean,
): unknown {
  const { vm } = reader;
  if (value === null && mayBeMissing) return [];
  if (!(value instanceof PyList)) return readValue(reader, kind, field, type, value);
  return value.items.map((item) => {
    if (item !== null || WITH_NONE.has(field)) return readValue(reader, kind, field, type, item);
    return raise(vm, ValueErrorType, "None disallowed in expression list");
  });
}

function readValue(reader: TreeReader, kind: string, field: string, type: string, value: PyValue): unknown {
  const { vm } = reader;
  switch (type) {
    case "op":
      return typeOf(value).name;
    case "int":
      return field === "level" ? Number(value ?? 0) : Boolean(Number(value));
    case "conversion":
      return value === -1 || value === null ? "" : String.fromCharCode(Number(value));
    case "singleton":
      return value;
    case "constant":
      return readConstant(reader, value);
    default:
  }
  if (value === null) return null;
  if (type === "" && IDENTIFIERS.has(field) && !(field === "name" && kind === "TypeAlias")) {
    if (typeof value === "string") return value;
    return raise(vm, TypeErrorType, "AST identifier must be of type str");
  }
  const node = readNode(reader, value, baseOf(kind, field, type));
  const place = `${kind}.${field}`;
  const kinds = KINDS[place];
  if (kinds !== undefined && !kinds.includes(String(node["kind"])))
    raise(vm, TypeErrorType, `${place} takes ${kinds.join(" or ")}, not ${String(node["kind"])}`);
  const context = TARGETS[place];
  if (context !== undefined) checkTarget(reader, node, context);
  return node;
}

function checkTarget(reader: TreeReader, node: Node, context: "Store" | "Del"): void {
  const { vm } = reader;
  if (node["ctx"] === undefined)
    raise(vm, ValueErrorType, `expression which can't be assigned to in ${context} context`);
  if (node["ctx"] !== context)
    raise(vm, ValueErrorType, `expression must have ${context} context but has ${String(node["ctx"])} instead`);
  const inner = node["kind"] === "Starred" ? [node["value"]] : (node["elts"] ?? []);
  for (const item of inner as Node[]) checkTarget(reader, item, context);
}

function readConstant({ vm }: TreeReader, value: PyValue): ConstantValue {
  if (value === null) return { type: "None" };
  if (typeof value === "boolean") return { type: "bool", value };
  if (typeof value === "number" || typeof value === "bigint") return { type: "int", value };
  if (typeof value === "string") return { type: "str", value };
  if (value instanceof PyFloat) return { type: "float", value: value.value };
  if (value instanceof PyComplex) return { type: "complex", imag: value.im };
  if (value instanceof PyBytes) return { type: "bytes", value: value.bytes };
  if (value === Ellipsis) return { type: "Ellipsis" };
  return raise(vm, TypeErrorType, `got an invalid type in Constant: ${typeOf(value).name}`);
}
