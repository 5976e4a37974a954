/** The layout of syntax tree nodes: the fields of each kind in CPython's order (`Python.asdl`). */

/**
 * The fields of each node in CPython's order. `name?` is left out when None, `name+` when empty (fields newer than
 * 3.11); `name:class` gives the class of nodes that carry no `kind`, `name:op` an operator, `name:int` a number.
 */
const FIELDS: Readonly<Record<string, string>> = {
  Module: "body type_ignores:none",
  Interactive: "body",
  Expression: "body",
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

export interface NodeField {
  /** CPython's name of the field. */
  readonly name: string;
  /** The name of the property of our node. */
  readonly property: string;
  /** What a dump leaves out: nothing, None, an empty list. */
  readonly optional: "" | "?" | "+";
  readonly type: string;
}

const PARSED = new Map<string, readonly NodeField[]>(
  Object.entries(FIELDS).map(([kind, text]) => [kind, text === "" ? [] : text.split(" ").map(parseField)]),
);

function parseField(text: string): NodeField {
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

/** The fields of a kind of node; undefined for a kind that there is not. */
export function nodeFields(kind: string): readonly NodeField[] | undefined {
  return PARSED.get(kind);
}
