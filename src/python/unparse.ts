/** Expressions back to text, as CPython writes annotations that `from __future__ import annotations` postpones. */

import type {
  Arg,
  Arguments,
  BoolOperator,
  CmpOperator,
  Comprehension,
  Expr,
  FormattedValue,
  JoinedStr,
  Operator,
  UnaryOperator,
} from "./ast.ts";
import { constantRepr, stringRepr } from "./literal_repr.ts";

/** Binding strengths, weakest first. */
const enum Level {
  NAMED,
  TUPLE,
  TEST,
  OR,
  AND,
  NOT,
  CMP,
  BOR,
  BXOR,
  BAND,
  SHIFT,
  ARITH,
  TERM,
  FACTOR,
  POWER,
  AWAIT,
  ATOM,
}

export const BINARY: Record<Operator, readonly [string, Level]> = {
  Add: ["+", Level.ARITH],
  Sub: ["-", Level.ARITH],
  Mult: ["*", Level.TERM],
  MatMult: ["@", Level.TERM],
  Div: ["/", Level.TERM],
  Mod: ["%", Level.TERM],
  FloorDiv: ["//", Level.TERM],
  LShift: ["<<", Level.SHIFT],
  RShift: [">>", Level.SHIFT],
  BitOr: ["|", Level.BOR],
  BitXor: ["^", Level.BXOR],
  BitAnd: ["&", Level.BAND],
  Pow: ["**", Level.POWER],
};

const UNARY: Record<UnaryOperator, readonly [string, Level]> = {
  Invert: ["~", Level.FACTOR],
  UAdd: ["+", Level.FACTOR],
  USub: ["-", Level.FACTOR],
  Not: ["not ", Level.NOT],
};

const COMPARISON: Record<CmpOperator, string> = {
  Eq: "==",
  NotEq: "!=",
  Lt: "<",
  LtE: "<=",
  Gt: ">",
  GtE: ">=",
  Is: "is",
  IsNot: "is not",
  In: "in",
  NotIn: "not in",
};

const BOOLEAN: Record<BoolOperator, readonly [string, Level]> = { And: ["and", Level.AND], Or: ["or", Level.OR] };

export function unparse(expr: Expr): string {
  return write(expr, Level.TEST);
}

/** An expression where a tuple needs no parentheses: a loop's target, what is returned, an index. */
export function unparseOpen(expr: Expr): string {
  return write(expr, Level.TUPLE);
}

/** A value that stands as an operand of a dot or a call: a decorator, a class in a pattern. */
export function unparseAtom(expr: Expr): string {
  return write(expr, Level.ATOM);
}

/** A parameter list with defaults and annotations. */
export function unparseParameters(args: Arguments): string {
  return writeArguments(args, true);
}

/** The text of `expr` where only what binds at least as strongly as `level` stands without parentheses. */
function write(expr: Expr, level: Level): string {
  switch (expr.kind) {
    case "Constant": {
      const { value } = expr;
      return value.type === "Ellipsis"
        ? "..."
        : constantRepr(value)
            .replace(/^inf$/, "1e309")
            .replace(/^infj$/, "1e309j");
    }
    case "Name":
      return expr.id;
    case "Attribute": {
      const isInt = expr.value.kind === "Constant" && expr.value.value.type === "int";
      return `${write(expr.value, Level.ATOM)}${isInt ? " " : ""}.${expr.attr}`;
    }
    case "Subscript":
      return `${write(expr.value, Level.ATOM)}[${write(expr.slice, Level.TUPLE)}]`;
    case "Call":
      return writeCall(expr);
    case "BinOp": {
      const [text, own] = BINARY[expr.op];
      const isPower = expr.op === "Pow";
      const left = write(expr.left, isPower ? own + 1 : own);
      const right = write(expr.right, isPower ? own : own + 1);
      return paren(level > own, `${left} ${text} ${right}`);
    }
    case "UnaryOp": {
      const [text, own] = UNARY[expr.op];
      return paren(level > own, `${text}${write(expr.operand, own)}`);
    }
    case "BoolOp": {
      const [text, own] = BOOLEAN[expr.op];
      return paren(level > own, expr.values.map((v) => write(v, own + 1)).join(` ${text} `));
    }
    case "Compare": {
      const rest = expr.ops.map((op, i) => {
        const right = expr.comparators[i];
        return ` ${COMPARISON[op]} ${right === undefined ? "" : write(right, Level.CMP + 1)}`;
      });
      return paren(level > Level.CMP, write(expr.left, Level.CMP + 1) + rest.join(""));
    }
    case "IfExp": {
      const test = write(expr.test, Level.TEST + 1);
      const text = `${write(expr.body, Level.TEST + 1)} if ${test} else ${write(expr.orelse, Level.TEST)}`;
      return paren(level > Level.TEST, text);
    }
    case "NamedExpr":
      return paren(level > Level.NAMED, `${expr.target.id} := ${write(expr.value, Level.ATOM)}`);
    case "Lambda": {
      const args = writeArguments(expr.args);
      return paren(level > Level.TEST, `lambda${args === "" ? "" : ` ${args}`}: ${write(expr.body, Level.TEST)}`);
    }
    case "Tuple": {
      if (expr.elts.length === 0) return "()";
      const one = expr.elts.length === 1 ? "," : "";
      return paren(level > Level.TUPLE, expr.elts.map((e) => write(e, Level.TEST)).join(", ") + one);
    }
    case "List":
      return `[${expr.elts.map((e) => write(e, Level.TEST)).join(", ")}]`;
    case "Set":
      return `{${expr.elts.map((e) => write(e, Level.TEST)).join(", ")}}`;
    case "Dict":
      return `{${expr.keys.map((key, i) => writeItem(key, expr.values[i])).join(", ")}}`;
    case "ListComp":
      return `[${write(expr.elt, Level.TEST)}${writeGenerators(expr.generators)}]`;
    case "SetComp":
      return `{${write(expr.elt, Level.TEST)}${writeGenerators(expr.generators)}}`;
    case "GeneratorExp":
      return `(${write(expr.elt, Level.TEST)}${writeGenerators(expr.generators)})`;
    case "DictComp": {
      const item = `${write(expr.key, Level.TEST)}: ${write(expr.value, Level.TEST)}`;
      return `{${item}${writeGenerators(expr.generators)}}`;
    }
    case "Await":
      return paren(level > Level.AWAIT, `await ${write(expr.value, Level.ATOM)}`);
    case "Yield":
      return expr.value === null ? "(yield)" : `(yield ${write(expr.value, Level.TEST)})`;
    case "YieldFrom":
      return `(yield from ${write(expr.value, Level.TEST)})`;
    case "Starred":
      return `*${write(expr.value, Level.BOR)}`;
    case "Slice": {
      const bound = (e: Expr | null): string => (e === null ? "" : write(e, Level.TEST));
      return `${bound(expr.lower)}:${bound(expr.upper)}${expr.step === null ? "" : `:${bound(expr.step)}`}`;
    }
    case "JoinedStr":
      return `f${stringRepr(writePieces(expr))}`;
    case "FormattedValue":
      return `f${stringRepr(writeFormatted(expr))}`;
  }
}

function paren(needed: boolean, text: string): string {
  return needed ? `(${text})` : text;
}

function writeItem(key: Expr | null, value: Expr | undefined): string {
  if (value === undefined) throw new Error("a dict display with fewer values than keys");
  return key === null ? `**${write(value, Level.BOR)}` : `${write(key, Level.TEST)}: ${write(value, Level.TEST)}`;
}

function writeCall(expr: Extract<Expr, { kind: "Call" }>): string {
  const func = write(expr.func, Level.ATOM);
  const [only] = expr.args;
  if (expr.args.length === 1 && expr.keywords.length === 0 && only?.kind === "GeneratorExp") {
    return func + write(only, Level.TEST);
  }
  const args = expr.args.map((a) => write(a, Level.TEST));
  const keywords = expr.keywords.map((k) => `${k.arg === null ? "**" : `${k.arg}=`}${write(k.value, Level.TEST)}`);
  return `${func}(${[...args, ...keywords].join(", ")})`;
}

function writeGenerators(generators: readonly Comprehension[]): string {
  return generators
    .map(({ target, iter, ifs, isAsync }) => {
      const head = ` ${isAsync ? "async " : ""}for ${write(target, Level.TUPLE)} in ${write(iter, Level.TEST + 1)}`;
      return head + ifs.map((test) => ` if ${write(test, Level.TEST + 1)}`).join("");
    })
    .join("");
}

function writeArguments(args: Arguments, annotated = false): string {
  const name = (arg: Arg): string =>
    annotated && arg.annotation !== null ? `${arg.arg}: ${write(arg.annotation, Level.TEST)}` : arg.arg;
  const parts: string[] = [];
  const positional = [...args.posonlyargs, ...args.args];
  const firstDefault = positional.length - args.defaults.length;
  positional.forEach((arg, i) => {
    const value = args.defaults[i - firstDefault];
    parts.push(value === undefined || i < firstDefault ? name(arg) : `${name(arg)}=${write(value, Level.TEST)}`);
    if (i + 1 === args.posonlyargs.length) parts.push("/");
  });
  if (args.vararg !== null) parts.push(`*${name(args.vararg)}`);
  else if (args.kwonlyargs.length > 0) parts.push("*");
  args.kwonlyargs.forEach((arg, i) => {
    const value = args.kwDefaults[i] ?? null;
    parts.push(value === null ? name(arg) : `${name(arg)}=${write(value, Level.TEST)}`);
  });
  if (args.kwarg !== null) parts.push(`**${name(args.kwarg)}`);
  return parts.join(", ");
}

/** The inside of an f-string. */
function writePieces(expr: JoinedStr): string {
  return expr.values
    .map((piece) => {
      if (piece.kind === "FormattedValue") return writeFormatted(piece);
      return piece.value.type === "str" ? piece.value.value.replace(/[{}]/g, "$&$&") : "";
    })
    .join("");
}

function writeFormatted(expr: FormattedValue): string {
  const inner = write(expr.value, Level.TEST + 1);
  const space = inner.startsWith("{") ? " " : "";
  const conversion = expr.conversion === "" ? "" : `!${expr.conversion}`;
  const spec = expr.formatSpec === null ? "" : `:${writePieces(expr.formatSpec)}`;
  return `{${space}${inner}${conversion}${spec}}`;
}
