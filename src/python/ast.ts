/**
 * The typed syntax tree. Names and fields are those of CPython's `ast` module (Python 3.13 `Python.asdl`),
 * so that its documentation is this file's documentation.
 */

/** Lines count from 1, columns from 0 in UTF-16 code units; the end is exclusive. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface Located {
  readonly pos: Position;
}

export interface Module {
  readonly kind: "Module";
  readonly body: readonly Stmt[];
}

// ---- statements ----

export type Stmt =
  | FunctionDef
  | AsyncFunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | TypeAlias
  | AugAssign
  | AnnAssign
  | For
  | AsyncFor
  | While
  | If
  | With
  | AsyncWith
  | Match
  | Raise
  | Try
  | TryStar
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | ExprStmt
  | Pass
  | Break
  | Continue
  | Damaged;

interface FunctionFields extends Located {
  readonly name: string;
  /** Position of the name token alone. */
  readonly namePos: Position;
  readonly args: Arguments;
  readonly body: readonly Stmt[];
  readonly decoratorList: readonly Expr[];
  readonly returns: Expr | null;
  readonly typeParams: readonly TypeParam[];
}
export interface FunctionDef extends FunctionFields {
  readonly kind: "FunctionDef";
}
export interface AsyncFunctionDef extends FunctionFields {
  readonly kind: "AsyncFunctionDef";
}
export interface ClassDef extends Located {
  readonly kind: "ClassDef";
  readonly name: string;
  readonly namePos: Position;
  readonly bases: readonly Expr[];
  readonly keywords: readonly Keyword[];
  readonly body: readonly Stmt[];
  readonly decoratorList: readonly Expr[];
  readonly typeParams: readonly TypeParam[];
}
export interface Return extends Located {
  readonly kind: "Return";
  readonly value: Expr | null;
}
export interface Delete extends Located {
  readonly kind: "Delete";
  readonly targets: readonly Expr[];
}
export interface Assign extends Located {
  readonly kind: "Assign";
  readonly targets: readonly Expr[];
  readonly value: Expr;
}
export interface TypeAlias extends Located {
  readonly kind: "TypeAlias";
  readonly name: Name;
  readonly typeParams: readonly TypeParam[];
  readonly value: Expr;
}
export interface AugAssign extends Located {
  readonly kind: "AugAssign";
  readonly target: Expr;
  readonly op: Operator;
  readonly value: Expr;
}
export interface AnnAssign extends Located {
  readonly kind: "AnnAssign";
  readonly target: Expr;
  readonly annotation: Expr;
  readonly value: Expr | null;
  readonly simple: boolean;
}
interface ForFields extends Located {
  readonly target: Expr;
  readonly iter: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
}
export interface For extends ForFields {
  readonly kind: "For";
}
export interface AsyncFor extends ForFields {
  readonly kind: "AsyncFor";
}
export interface While extends Located {
  readonly kind: "While";
  readonly test: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
}
export interface If extends Located {
  readonly kind: "If";
  readonly test: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
}
export interface WithItem {
  readonly contextExpr: Expr;
  readonly optionalVars: Expr | null;
}
interface WithFields extends Located {
  readonly items: readonly WithItem[];
  readonly body: readonly Stmt[];
}
export interface With extends WithFields {
  readonly kind: "With";
}
export interface AsyncWith extends WithFields {
  readonly kind: "AsyncWith";
}
export interface Match extends Located {
  readonly kind: "Match";
  readonly subject: Expr;
  readonly cases: readonly MatchCase[];
}
export interface MatchCase {
  readonly pattern: Pattern;
  readonly guard: Expr | null;
  readonly body: readonly Stmt[];
}
export interface Raise extends Located {
  readonly kind: "Raise";
  readonly exc: Expr | null;
  readonly cause: Expr | null;
}
interface TryFields extends Located {
  readonly body: readonly Stmt[];
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: readonly Stmt[];
  readonly finalbody: readonly Stmt[];
}
export interface Try extends TryFields {
  readonly kind: "Try";
}
export interface TryStar extends TryFields {
  readonly kind: "TryStar";
}
export interface ExceptHandler extends Located {
  readonly type: Expr | null;
  readonly name: string | null;
  readonly body: readonly Stmt[];
}
export interface Assert extends Located {
  readonly kind: "Assert";
  readonly test: Expr;
  readonly msg: Expr | null;
}
export interface Alias extends Located {
  readonly name: string;
  readonly asname: string | null;
}
export interface Import extends Located {
  readonly kind: "Import";
  readonly names: readonly Alias[];
}
/** `names` is `[*]` for a star import; `module` is null for `from . import x`. */
export interface ImportFrom extends Located {
  readonly kind: "ImportFrom";
  readonly module: string | null;
  readonly names: readonly Alias[];
  readonly level: number;
}
export interface Global extends Located {
  readonly kind: "Global";
  readonly names: readonly string[];
}
export interface Nonlocal extends Located {
  readonly kind: "Nonlocal";
  readonly names: readonly string[];
}
export interface ExprStmt extends Located {
  readonly kind: "Expr";
  readonly value: Expr;
}
export interface Pass extends Located {
  readonly kind: "Pass";
}
export interface Break extends Located {
  readonly kind: "Break";
}
export interface Continue extends Located {
  readonly kind: "Continue";
}
/** A statement that could not be read; the syntax error is reported once, and running it raises that SyntaxError. */
export interface Damaged extends Located {
  readonly kind: "Damaged";
  /** What it would define, when it began as a function or class. */
  readonly name: string | null;
  readonly message: string;
}

// ---- expressions ----

export type Expr =
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | Dict
  | SetExpr
  | ListComp
  | SetComp
  | DictComp
  | GeneratorExp
  | Await
  | Yield
  | YieldFrom
  | Compare
  | Call
  | FormattedValue
  | JoinedStr
  | Constant
  | Attribute
  | Subscript
  | Starred
  | Name
  | List
  | Tuple
  | Slice;

export type BoolOperator = "And" | "Or";
export type Operator =
  | "Add"
  | "Sub"
  | "Mult"
  | "MatMult"
  | "Div"
  | "Mod"
  | "Pow"
  | "LShift"
  | "RShift"
  | "BitOr"
  | "BitXor"
  | "BitAnd"
  | "FloorDiv";
export type UnaryOperator = "Invert" | "Not" | "UAdd" | "USub";
export type CmpOperator = "Eq" | "NotEq" | "Lt" | "LtE" | "Gt" | "GtE" | "Is" | "IsNot" | "In" | "NotIn";
export type ExprContext = "Load" | "Store" | "Del";

export interface BoolOp extends Located {
  readonly kind: "BoolOp";
  readonly op: BoolOperator;
  readonly values: readonly Expr[];
}
export interface NamedExpr extends Located {
  readonly kind: "NamedExpr";
  readonly target: Name;
  readonly value: Expr;
}
export interface BinOp extends Located {
  readonly kind: "BinOp";
  readonly left: Expr;
  readonly op: Operator;
  readonly right: Expr;
}
export interface UnaryOp extends Located {
  readonly kind: "UnaryOp";
  readonly op: UnaryOperator;
  readonly operand: Expr;
}
export interface Lambda extends Located {
  readonly kind: "Lambda";
  readonly args: Arguments;
  readonly body: Expr;
}
export interface IfExp extends Located {
  readonly kind: "IfExp";
  readonly test: Expr;
  readonly body: Expr;
  readonly orelse: Expr;
}
/** A null key is `**value`. */
export interface Dict extends Located {
  readonly kind: "Dict";
  readonly keys: readonly (Expr | null)[];
  readonly values: readonly Expr[];
}
export interface SetExpr extends Located {
  readonly kind: "Set";
  readonly elts: readonly Expr[];
}
export interface Comprehension {
  readonly target: Expr;
  readonly iter: Expr;
  readonly ifs: readonly Expr[];
  readonly isAsync: boolean;
}
export interface ListComp extends Located {
  readonly kind: "ListComp";
  readonly elt: Expr;
  readonly generators: readonly Comprehension[];
}
export interface SetComp extends Located {
  readonly kind: "SetComp";
  readonly elt: Expr;
  readonly generators: readonly Comprehension[];
}
export interface DictComp extends Located {
  readonly kind: "DictComp";
  readonly key: Expr;
  readonly value: Expr;
  readonly generators: readonly Comprehension[];
}
export interface GeneratorExp extends Located {
  readonly kind: "GeneratorExp";
  readonly elt: Expr;
  readonly generators: readonly Comprehension[];
}
export interface Await extends Located {
  readonly kind: "Await";
  readonly value: Expr;
}
export interface Yield extends Located {
  readonly kind: "Yield";
  readonly value: Expr | null;
}
export interface YieldFrom extends Located {
  readonly kind: "YieldFrom";
  readonly value: Expr;
}
export interface Compare extends Located {
  readonly kind: "Compare";
  readonly left: Expr;
  readonly ops: readonly CmpOperator[];
  readonly comparators: readonly Expr[];
}
export interface Call extends Located {
  readonly kind: "Call";
  readonly func: Expr;
  readonly args: readonly Expr[];
  readonly keywords: readonly Keyword[];
}
/** `conversion` is "" or one of s, r, a. The `=` form is lowered to a Constant text piece before it, as CPython does. */
export interface FormattedValue extends Located {
  readonly kind: "FormattedValue";
  readonly value: Expr;
  readonly conversion: "" | "s" | "r" | "a";
  readonly formatSpec: JoinedStr | null;
}
export interface JoinedStr extends Located {
  readonly kind: "JoinedStr";
  readonly values: readonly (Constant | FormattedValue)[];
}
export interface Constant extends Located {
  readonly kind: "Constant";
  readonly value: ConstantValue;
}
export interface Attribute extends Located {
  readonly kind: "Attribute";
  readonly value: Expr;
  readonly attr: string;
  readonly attrPos: Position;
  readonly ctx: ExprContext;
}
export interface Subscript extends Located {
  readonly kind: "Subscript";
  readonly value: Expr;
  readonly slice: Expr;
  readonly ctx: ExprContext;
}
export interface Starred extends Located {
  readonly kind: "Starred";
  readonly value: Expr;
  readonly ctx: ExprContext;
}
export interface Name extends Located {
  readonly kind: "Name";
  readonly id: string;
  readonly ctx: ExprContext;
}
export interface List extends Located {
  readonly kind: "List";
  readonly elts: readonly Expr[];
  readonly ctx: ExprContext;
}
export interface Tuple extends Located {
  readonly kind: "Tuple";
  readonly elts: readonly Expr[];
  readonly ctx: ExprContext;
}
export interface Slice extends Located {
  readonly kind: "Slice";
  readonly lower: Expr | null;
  readonly upper: Expr | null;
  readonly step: Expr | null;
}

/**
 * A literal, tagged by its Python type. A `str` holds UTF-16 text (lone surrogates allowed); an `int` is a number
 * when it is a safe integer, else a bigint.
 */
export type ConstantValue =
  | { readonly type: "None" }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "int"; readonly value: number | bigint }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "complex"; readonly imag: number }
  | { readonly type: "str"; readonly value: string }
  | { readonly type: "bytes"; readonly value: Uint8Array }
  | { readonly type: "Ellipsis" };

// ---- the rest ----

/** `arg` is null for `**value`. */
export interface Keyword extends Located {
  readonly arg: string | null;
  readonly value: Expr;
}
export interface Arg extends Located {
  readonly arg: string;
  readonly annotation: Expr | null;
}
export interface Arguments {
  readonly posonlyargs: readonly Arg[];
  readonly args: readonly Arg[];
  readonly vararg: Arg | null;
  readonly kwonlyargs: readonly Arg[];
  /** One entry a keyword-only argument; null when it has no default. */
  readonly kwDefaults: readonly (Expr | null)[];
  readonly kwarg: Arg | null;
  /** Defaults of the last positional arguments. */
  readonly defaults: readonly Expr[];
}

export type Pattern =
  | MatchValue
  | MatchSingleton
  | MatchSequence
  | MatchMapping
  | MatchClass
  | MatchStar
  | MatchAs
  | MatchOr;
export interface MatchValue extends Located {
  readonly kind: "MatchValue";
  readonly value: Expr;
}
export interface MatchSingleton extends Located {
  readonly kind: "MatchSingleton";
  readonly value: null | boolean;
}
export interface MatchSequence extends Located {
  readonly kind: "MatchSequence";
  readonly patterns: readonly Pattern[];
}
export interface MatchMapping extends Located {
  readonly kind: "MatchMapping";
  readonly keys: readonly Expr[];
  readonly patterns: readonly Pattern[];
  readonly rest: string | null;
}
export interface MatchClass extends Located {
  readonly kind: "MatchClass";
  readonly cls: Expr;
  readonly patterns: readonly Pattern[];
  readonly kwdAttrs: readonly string[];
  readonly kwdPatterns: readonly Pattern[];
}
export interface MatchStar extends Located {
  readonly kind: "MatchStar";
  readonly name: string | null;
}
export interface MatchAs extends Located {
  readonly kind: "MatchAs";
  readonly pattern: Pattern | null;
  readonly name: string | null;
}
export interface MatchOr extends Located {
  readonly kind: "MatchOr";
  readonly patterns: readonly Pattern[];
}

export type TypeParam = TypeVar | ParamSpec | TypeVarTuple;
export interface TypeVar extends Located {
  readonly kind: "TypeVar";
  readonly name: string;
  readonly bound: Expr | null;
  readonly defaultValue: Expr | null;
}
export interface ParamSpec extends Located {
  readonly kind: "ParamSpec";
  readonly name: string;
  readonly defaultValue: Expr | null;
}
export interface TypeVarTuple extends Located {
  readonly kind: "TypeVarTuple";
  readonly name: string;
  readonly defaultValue: Expr | null;
}
