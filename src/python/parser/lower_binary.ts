/** Binary operators, with CPython's precedence where tree-sitter-python has another. */

import type { Expr, Operator } from "../ast.ts";
import { lowerExpr } from "./lower_expression.ts";
import {
  after,
  endOf,
  kindOf,
  type Lowering,
  lastChild,
  type Node,
  sourceText,
  span,
  startOf,
  unexpected,
} from "./lowering.ts";
import { Kind } from "./syntax_kind.ts";
import { checkAwait } from "./validity.ts";

const OPERATORS: Readonly<Record<string, Operator>> = {
  "+": "Add",
  "-": "Sub",
  "*": "Mult",
  "@": "MatMult",
  "/": "Div",
  "%": "Mod",
  "**": "Pow",
  "<<": "LShift",
  ">>": "RShift",
  "|": "BitOr",
  "^": "BitXor",
  "&": "BitAnd",
  "//": "FloorDiv",
};

export function binaryOperator(text: string): Operator | undefined {
  return OPERATORS[text];
}

/** An operand with the span that it has in the source, parentheses included. */
interface Operand {
  readonly expr: Expr;
  readonly start: number;
  readonly end: number;
}

export function lowerBinary(c: Lowering, n: Node): Expr {
  const op = operatorOf(c, n);
  if (op === "BitAnd" || op === "BitXor") return lowerAndXor(c, n);
  if (op === "Pow") return lowerPower(c, n);
  // A left-leaning chain is read in a loop, so that long sums need no deep recursion.
  const chain: Node[] = [];
  let left = n;
  while (kindOf(c, left) === Kind.BinaryOperator && isLeftAssociative(operatorOf(c, left))) {
    chain.push(left);
    left += 1;
  }
  let expr = lowerExpr(c, left);
  const start = startOf(c, n);
  for (const node of chain.reverse()) {
    const right = lowerExpr(c, lastChild(c, node));
    expr = { kind: "BinOp", left: expr, op: operatorOf(c, node), right, pos: span(c, start, endOf(c, node)) };
  }
  return expr;
}

function isLeftAssociative(op: Operator): boolean {
  return op !== "Pow" && op !== "BitAnd" && op !== "BitXor";
}

function operatorOf(c: Lowering, n: Node): Operator {
  const operator = after(c, n + 1);
  const op = OPERATORS[sourceText(c, operator)];
  if (op === undefined) throw unexpected(c, operator);
  return op;
}

/** tree-sitter-python binds `^` tighter than `&`; in Python it is the other way round. */
function lowerAndXor(c: Lowering, n: Node): Expr {
  const operands: Operand[] = [];
  const operators: Operator[] = [];
  const gather = (node: Node): void => {
    if (kindOf(c, node) === Kind.BinaryOperator) {
      const op = operatorOf(c, node);
      if (op === "BitAnd" || op === "BitXor") {
        gather(node + 1);
        operators.push(op);
        gather(lastChild(c, node));
        return;
      }
    }
    operands.push({ expr: lowerExpr(c, node), start: startOf(c, node), end: endOf(c, node) });
  };
  gather(n);
  const first = operands[0];
  if (first === undefined) throw unexpected(c, n);
  let xors: Operand | null = null;
  let ands: Operand = first;
  for (const [i, op] of operators.entries()) {
    const operand = operands[i + 1];
    if (operand === undefined) throw unexpected(c, n);
    if (op === "BitAnd") {
      ands = combine(c, ands, op, operand);
    } else {
      xors = xors === null ? ands : combine(c, xors, op, ands);
      ands = operand;
    }
  }
  if (xors !== null) xors = combine(c, xors, "BitXor", ands);
  return (xors ?? ands).expr;
}

function combine(c: Lowering, left: Operand, op: Operator, right: Operand): Operand {
  const { start } = left;
  const { end } = right;
  return { expr: { kind: "BinOp", left: left.expr, op, right: right.expr, pos: span(c, start, end) }, start, end };
}

/** In `a ** b`, a left operand `await x` belongs to the power; tree-sitter-python reads `await (x ** b)`. */
function lowerPower(c: Lowering, n: Node): Expr {
  const left = lowerExpr(c, n + 1);
  const right = lowerExpr(c, lastChild(c, n));
  return { kind: "BinOp", left, op: "Pow", right, pos: span(c, startOf(c, n), endOf(c, n)) };
}

/** `await operand`, where a power in the operand belongs outside. */
export function lowerAwait(c: Lowering, n: Node): Expr {
  const start = startOf(c, n);
  checkAwait(c.scope, start, endOf(c, n));
  const operand = lastChild(c, n);
  if (kindOf(c, operand) === Kind.UnaryOperator || kindOf(c, operand) === Kind.Await) throw unexpected(c, operand);
  if (kindOf(c, operand) !== Kind.BinaryOperator) {
    return { kind: "Await", value: lowerExpr(c, operand), pos: span(c, start, endOf(c, n)) };
  }
  const base = operand + 1;
  const value: Expr = { kind: "Await", value: lowerExpr(c, base), pos: span(c, start, endOf(c, base)) };
  const right = lowerExpr(c, lastChild(c, operand));
  return { kind: "BinOp", left: value, op: operatorOf(c, operand), right, pos: span(c, start, endOf(c, operand)) };
}
