/** Calls: plain, method, `super()`, keyword and starred. */

import type { Attribute, Call, Expr, Keyword, Position } from "../ast.ts";
import { Opcode } from "../opcode.ts";
import { Binding, Use } from "../symtable/scope.ts";
import { compileDisplay, compileExpr, namesConstant } from "./expressions.ts";
import { loadName } from "./names.ts";
import type { Unit } from "./unit.ts";

/** More arguments or keywords than this go through a list and a dict, to keep the stack small. */
const STACK_USE_GUIDELINE = 30;

export function compileCall(unit: Unit, expr: Call): void {
  checkKeywords(unit, expr.keywords);
  const { func } = expr;
  if (func.kind === "Attribute" && isSimple(expr)) {
    if (isOptimizableSuper(unit, func)) compileSuperAttribute(unit, func, 1);
    else {
      compileExpr(unit, func.value);
      unit.emit(Opcode.LOAD_ATTR, unit.nameIndex(unit.mangle(func.attr)) * 2 + 1, func.pos);
    }
  } else if (func.kind === "Name" && func.id !== "__debug__") {
    loadName(unit, func.id, func.pos, true);
  } else {
    unit.emit(Opcode.PUSH_NULL, 0, expr.pos);
    compileExpr(unit, func);
  }
  compileArguments(unit, 0, expr.args, expr.keywords, expr.pos);
}

/** The arguments and the call itself; `pushed` positional arguments and the callable are on the stack. */
export function compileArguments(
  unit: Unit,
  pushed: number,
  args: readonly Expr[],
  keywords: readonly Keyword[],
  pos: Position,
): void {
  if (isStarred(args, keywords) || pushed + args.length + keywords.length * 2 > STACK_USE_GUIDELINE * 3) {
    compileStarredArguments(unit, pushed, args, keywords, pos);
    return;
  }
  for (const arg of args) compileExpr(unit, arg);
  if (keywords.length > 0) {
    for (const keyword of keywords) compileExpr(unit, keyword.value);
    const names = namesConstant(keywords.map((k) => k.arg ?? ""));
    unit.emit(Opcode.KW_NAMES, unit.constants.index(names), pos);
  }
  unit.emit(Opcode.CALL, pushed + args.length + keywords.length, pos);
}

function compileStarredArguments(
  unit: Unit,
  pushed: number,
  args: readonly Expr[],
  keywords: readonly Keyword[],
  pos: Position,
): void {
  const [only] = args;
  if (pushed === 0 && args.length === 1 && only?.kind === "Starred") compileExpr(unit, only.value);
  else compileDisplay(unit, args, "tuple", pos, pushed);
  if (keywords.length > 0) compileKeywordDict(unit, keywords, pos);
  unit.emit(Opcode.CALL_FUNCTION_EX, keywords.length > 0 ? 1 : 0, pos);
}

/** Keywords as one dict; a repeated name is the evaluator's TypeError (DICT_MERGE). */
function compileKeywordDict(unit: Unit, keywords: readonly Keyword[], pos: Position): void {
  let have = false;
  let run: Keyword[] = [];
  const flush = (): void => {
    if (run.length === 0) return;
    if (run.length === 1) {
      for (const { arg, value, pos: at } of run) {
        unit.emitConst({ type: "str", value: arg ?? "" }, at);
        compileExpr(unit, value);
      }
      unit.emit(Opcode.BUILD_MAP, 1, pos);
    } else {
      for (const { value } of run) compileExpr(unit, value);
      unit.emitConst(namesConstant(run.map((k) => k.arg ?? "")), pos);
      unit.emit(Opcode.BUILD_CONST_KEY_MAP, run.length, pos);
    }
    if (have) unit.emit(Opcode.DICT_MERGE, 1, pos);
    have = true;
    run = [];
  };
  for (const keyword of keywords) {
    if (keyword.arg !== null) {
      run.push(keyword);
      continue;
    }
    flush();
    if (!have) unit.emit(Opcode.BUILD_MAP, 0, pos);
    have = true;
    compileExpr(unit, keyword.value);
    unit.emit(Opcode.DICT_MERGE, 1, pos);
  }
  flush();
}

function isStarred(args: readonly Expr[], keywords: readonly Keyword[]): boolean {
  return args.some((a) => a.kind === "Starred") || keywords.some((k) => k.arg === null);
}

/** Calls with starred arguments or very many can't use the method form. */
function isSimple({ args, keywords }: Call): boolean {
  return !isStarred(args, keywords) && args.length + keywords.length * 2 <= STACK_USE_GUIDELINE * 3;
}

function checkKeywords(unit: Unit, keywords: readonly Keyword[]): void {
  if (keywords.length < 2) return;
  const seen = new Set<string>();
  for (const { arg, pos } of keywords) {
    if (arg === null) continue;
    if (seen.has(arg)) throw unit.error(`keyword argument repeated: ${arg}`, pos);
    seen.add(arg);
  }
}

/** `super().name` and `super(C, self).name` where `super` can only be the builtin. */
export function isOptimizableSuper(unit: Unit, expr: Attribute): boolean {
  const { value } = expr;
  if (value.kind !== "Call" || value.func.kind !== "Name" || value.func.id !== "super") return false;
  if (value.keywords.length > 0 || expr.attr === "__class__" || unit.ownScope.type !== "function") return false;
  if (unit.lookUp("super").binding !== Binding.GLOBAL_IMPLICIT) return false;
  const top = unit.compilation.table.top.symbols.get("super");
  if (top !== undefined && top.flags & Use.BOUND) return false;
  if (value.args.length === 2) return value.args.every((a) => a.kind !== "Starred");
  if (value.args.length !== 0 || unit.argcount === 0 || unit.ownScope.comprehension !== null) return false;
  return unit.lookUp("__class__").binding === Binding.FREE;
}

/** Emits the LOAD_SUPER_ATTR for `expr`; `method` is 1 for a call of it. */
export function compileSuperAttribute(unit: Unit, expr: Attribute, method: 0 | 1): void {
  const { value } = expr;
  if (value.kind !== "Call") throw new Error("no super call");
  loadName(unit, "super", value.func.pos, false);
  if (value.args.length === 2) {
    for (const arg of value.args) compileExpr(unit, arg);
  } else {
    loadName(unit, "__class__", value.pos, false);
    const [first] = unit.ownScope.params;
    if (first === undefined) throw new Error("super() in a function without parameters");
    unit.emit(unit.ownScope.cellvars.has(first) ? Opcode.LOAD_DEREF : Opcode.LOAD_FAST, 0, value.pos);
  }
  const twoArguments = value.args.length === 2 ? 2 : 0;
  const oparg = unit.nameIndex(unit.mangle(expr.attr)) * 4 + twoArguments + method;
  unit.emit(Opcode.LOAD_SUPER_ATTR, oparg, expr.pos);
}
