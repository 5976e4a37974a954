/** Prints a syntax tree in the format of CPython 3.11's `ast.dump(tree, indent=2)`. */

import type { ConstantValue, Module } from "./ast.ts";
import { constantRepr, stringRepr } from "./literal_repr.ts";

/**
 * The fields of each node in CPython's order. `name?` is left out when None, `name+` when empty (fields newer than
 * 3.11); `name:class` gives the class of nodes that carry no `kind`, `name:op` an operator, `name:int` a number.
 */
const FIELDS: Readonly<Record<string, string>> = {
  Module: "body type_ignores:none",
  FunctionDef: "name args:arguments body decorator_list returns? type_params+",
  AsyncFunctionDef: "name args:arguments body decorator_list returns? type_params+",
  ClassDef: "name bases keywords:keyword body decorator_list type_params+",
  Return: "value?",
  Delete: "targets",
  Assign: "targets value",
  TypeAlias: "name type_params value",
  AugAssign: "target op:op value",
  AnnAssign: "target annotation value? simple:int",
  For: "target iter body orelse",
  AsyncFor: "target iter body orelse",
  While: "test body orelse",
  If: "test body orelse",
  With: "items:withitem body",
  AsyncWith: "items:withitem body",
  Match: "subject cases:match_case",
  Raise: "exc? cause?",
  Try: "body handlers:ExceptHandler orelse finalbody",
  TryStar: "body handlers:ExceptHandler orelse finalbody",
  Assert: "test msg?",
  Import: "names:alias",
  ImportFrom: "module? names:alias level:int",
  Global: "names",
  Nonlocal: "names",
  Expr: "value",
  Pass: "",
  Break: "",
  Continue: "",
  Damaged: "message",
  BoolOp: "op:op values",
  NamedExpr: "target value",
  BinOp: "left op:op right",
  UnaryOp: "op:op operand",
  Lambda: "args:arguments body",
  IfExp: "test body orelse",
  Dict: "keys values",
  Set: "elts",
  ListComp: "elt generators:comprehension",
  SetComp: "elt generators:comprehension",
  DictComp: "key value generators:comprehension",
  GeneratorExp: "elt generators:comprehension",
  Await: "value",
  Yield: "value?",
  YieldFrom: "value",
  Compare: "left ops:op comparators",
  Call: "func args keywords:keyword",
  FormattedValue: "value conversion:conversion format_spec?",
  JoinedStr: "values",
  Constant: "value:constant",
  Attribute: "value attr ctx:op",
  Subscript: "value slice ctx:op",
  Starred: "value ctx:op",
  Name: "id ctx:op",
  List: "elts ctx:op",
  Tuple: "elts ctx:op",
  Slice: "lower? upper? step?",
  MatchValue: "value",
  MatchSingleton: "value:singleton",
  MatchSequence: "patterns",
  MatchMapping: "keys patterns rest?",
  MatchClass: "cls patterns kwd_attrs kwd_patterns",
  MatchStar: "name?",
  MatchAs: "pattern? name?",
  MatchOr: "patterns",
  TypeVar: "name bound? default_value?",
  ParamSpec: "name default_value?",
  TypeVarTuple: "name default_value?",
  arguments: "posonlyargs:arg args:arg vararg?:arg kwonlyargs:arg kw_defaults kwarg?:arg defaults",
  arg: "arg annotation?",
  keyword: "arg? value",
  alias: "name asname?",
  withitem: "context_expr optional_vars?",
  match_case: "pattern guard? body",
  comprehension: "target iter ifs is_async:int",
  ExceptHandler: "type? name? body",
};

interface Field {
  readonly name: string;
  readonly property: string;
  readonly optional: "" | "?" | "+";
  readonly type: string;
}

const PARSED = new Map<string, readonly Field[]>(
  Object.entries(FIELDS).map(([kind, text]) => [kind, text === "" ? [] : text.split(" ").map(parseField)]),
);

function parseField(text: string): Field {
  const match = /^(\w+)([?+]?)(?::(\w+))?$/.exec(text);
  if (match?.[1] === undefined) throw new Error(`bad field '${text}'`);
  const name = match[1];
  const optional = match[2] === "?" ? "?" : match[2] === "+" ? "+" : "";
  return {
    name,
    property: name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    optional,
    type: match[3] ?? "",
  };
}

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
  const layout = PARSED.get(kind);
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
