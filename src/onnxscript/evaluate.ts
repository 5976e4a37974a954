/** Evaluates the constant expressions of a script: literals, names around it, attributes, arithmetic on them. */

import type { Interpreter } from "../dynamo/interpreter.ts";
import { float } from "../dynamo/objects/float.ts";
import type { PyFunction } from "../dynamo/objects/function.ts";
import { PyList } from "../dynamo/objects/list.ts";
import type { PyValue } from "../dynamo/objects/object.ts";
import { Ellipsis } from "../dynamo/objects/singletons.ts";
import { PyTuple } from "../dynamo/objects/tuple.ts";
import { getAttr } from "../dynamo/protocols/attribute.ts";
import { call } from "../dynamo/protocols/call.ts";
import { getItem } from "../dynamo/protocols/item.ts";
import { type BinaryOperator, binaryOp, unaryOp } from "../dynamo/protocols/operator.ts";
import type { Call, ConstantValue, Expr, Operator } from "../python/ast.ts";
import { PyOnnxFunction, PyOp } from "./script_function.ts";

const OPERATORS: Partial<Readonly<Record<Operator, BinaryOperator>>> = {
  Add: "+",
  Sub: "-",
  Mult: "*",
  Div: "/",
  FloorDiv: "//",
  Mod: "%",
  Pow: "**",
};

/** The value of a name of the function's closure, module or builtins; undefined when none has it. */
export function outerName(vm: Interpreter, fn: PyFunction, name: string): PyValue | undefined {
  const free = fn.closure ?? [];
  const { localsplusnames } = fn.code.source;
  const index = localsplusnames.slice(localsplusnames.length - free.length).indexOf(name);
  const cell = index < 0 ? undefined : free[index];
  return cell?.value ?? fn.globals.get(name) ?? vm.builtins.get(name);
}

/** Undefined for an expression of another kind, or with a name that is not known. */
export function evaluateConstant(
  vm: Interpreter,
  expr: Expr,
  lookup: (name: string) => PyValue | undefined,
): PyValue | undefined {
  const inner = (part: Expr) => evaluateConstant(vm, part, lookup);
  switch (expr.kind) {
    case "Constant":
      return literal(expr.value);
    case "Name":
      return lookup(expr.id);
    case "Attribute": {
      const object = inner(expr.value);
      return object === undefined ? undefined : getAttr(vm, object, expr.attr);
    }
    case "Subscript": {
      const object = inner(expr.value);
      const index = inner(expr.slice);
      return object === undefined || index === undefined ? undefined : getItem(vm, object, index);
    }
    case "UnaryOp": {
      const operand = inner(expr.operand);
      if (operand === undefined || expr.op === "Not" || expr.op === "Invert") return undefined;
      return unaryOp(vm, expr.op === "USub" ? "-" : "+", operand);
    }
    case "BinOp": {
      const left = inner(expr.left);
      const right = inner(expr.right);
      const op = OPERATORS[expr.op];
      return left === undefined || right === undefined || op === undefined ? undefined : binaryOp(vm, op, left, right);
    }
    case "List":
    case "Tuple": {
      const items = expr.elts.map(inner);
      const known = items.filter((item) => item !== undefined);
      if (known.length !== items.length) return undefined;
      return expr.kind === "List" ? new PyList(known) : new PyTuple(known);
    }
    case "Call":
      return evaluateCall(vm, expr, inner);
    default:
      return undefined;
  }
}

/** `helper.make_tensor(...)`: a call of plain Python; operators and script functions make nodes instead. */
function evaluateCall(
  vm: Interpreter,
  { func, args, keywords }: Call,
  inner: (part: Expr) => PyValue | undefined,
): PyValue | undefined {
  const callee = inner(func);
  if (callee === undefined || callee instanceof PyOp || callee instanceof PyOnnxFunction) return undefined;
  const values = args.map(inner);
  const known = values.filter((value) => value !== undefined);
  const named = new Map<string, PyValue>();
  for (const { arg, value } of keywords) {
    const given = inner(value);
    if (arg === null || given === undefined) return undefined;
    named.set(arg, given);
  }
  return known.length === values.length ? call(vm, callee, known, named) : undefined;
}

function literal(value: ConstantValue): PyValue | undefined {
  switch (value.type) {
    case "None":
      return null;
    case "float":
      return float(value.value);
    case "Ellipsis":
      return Ellipsis;
    case "bool":
    case "int":
    case "str":
      return value.value;
    default:
      return undefined;
  }
}
