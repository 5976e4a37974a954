/** Parameter lists of functions and lambdas. */

import type { Arg, Arguments, Expr } from "../ast.ts";
import { lowerExpr } from "./lower_expression.ts";
import { lowerAnnotation } from "./lower_type.ts";
import {
  after,
  children,
  endOf,
  fault,
  identifier,
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

const NO_ARGUMENTS: Arguments = {
  posonlyargs: [],
  args: [],
  vararg: null,
  kwonlyargs: [],
  kwDefaults: [],
  kwarg: null,
  defaults: [],
};

/** `n` is the `lambda_parameters` node, or -1 when there is none. */
export function lowerLambdaParameters(c: Lowering, n: Node): Arguments {
  return n < 0 ? NO_ARGUMENTS : lowerParameters(c, n, true);
}

/** One parameter: its name, and what stands around it. */
interface Parameter {
  readonly arg: Arg;
  readonly value: Expr | null;
}

/** Children of a `parameters` or `lambda_parameters` node. */
export function lowerParameters(c: Lowering, n: Node, isLambda = false): Arguments {
  let posonlyargs: Arg[] = [];
  let args: Arg[] = [];
  const kwonlyargs: Arg[] = [];
  const kwDefaults: (Expr | null)[] = [];
  const defaults: Expr[] = [];
  let vararg: Arg | null = null;
  let kwarg: Arg | null = null;
  let slash = false;
  /** The bare `*` that still waits for a keyword-only name, or -1. */
  let bareStar = -1;
  let starred = false;
  const names = new Set<string>();
  const declare = (arg: Arg, node: Node): Arg => {
    if (names.has(arg.arg)) throw fault(c, node, `duplicate argument '${arg.arg}' in function definition`);
    if (arg.arg === "__debug__") throw fault(c, node, "cannot assign to __debug__");
    names.add(arg.arg);
    return arg;
  };
  for (let child = n + 1; child < after(c, n); child = after(c, child)) {
    const kind = kindOf(c, child);
    if (kind === Kind.Comma || (kind === Kind.Token && "()".includes(sourceText(c, child)))) continue;
    if (kwarg !== null) throw fault(c, child, "arguments cannot follow var-keyword argument");
    const inner = kind === Kind.TypedParameter ? kindOf(c, child + 1) : kind;
    if (kind === Kind.PositionalSeparator) {
      if (slash) throw fault(c, child, "/ may appear only once");
      if (starred) throw fault(c, child, "/ must be ahead of *");
      if (args.length === 0) throw fault(c, child, "at least one argument must precede /");
      slash = true;
      posonlyargs = args;
      args = [];
    } else if (kind === Kind.KeywordSeparator) {
      if (starred) throw fault(c, child, "* argument may appear only once");
      starred = true;
      bareStar = child;
    } else if (inner === Kind.ListSplatPattern) {
      if (starred) throw fault(c, child, "* argument may appear only once");
      starred = true;
      vararg = declare(splatParameter(c, child), child);
    } else if (inner === Kind.DictionarySplatPattern) {
      if (bareStar >= 0) throw fault(c, bareStar, "named arguments must follow bare *");
      kwarg = declare(splatParameter(c, child), child);
    } else {
      const { arg, value } = plainParameter(c, child, isLambda);
      declare(arg, child);
      if (starred) {
        bareStar = -1;
        kwonlyargs.push(arg);
        kwDefaults.push(value);
      } else {
        args.push(arg);
        if (value !== null) defaults.push(value);
        else if (defaults.length > 0)
          throw fault(c, child, "parameter without a default follows parameter with a default");
      }
    }
  }
  if (bareStar >= 0) throw fault(c, bareStar, "named arguments must follow bare *");
  return { posonlyargs, args, vararg, kwonlyargs, kwDefaults, kwarg, defaults };
}

/** All names that the parameters bind. */
export function parameterNames(args: Arguments): Set<string> {
  const names = new Set<string>();
  for (const arg of [...args.posonlyargs, ...args.args, ...args.kwonlyargs]) names.add(arg.arg);
  if (args.vararg !== null) names.add(args.vararg.arg);
  if (args.kwarg !== null) names.add(args.kwarg.arg);
  return names;
}

function plainParameter(c: Lowering, n: Node, isLambda: boolean): Parameter {
  switch (kindOf(c, n)) {
    case Kind.Identifier:
      return { arg: makeArg(c, n, n, null), value: null };
    case Kind.TypedParameter: {
      const type = lastChild(c, n);
      return { arg: makeArg(c, n + 1, type, lowerAnnotation(c, type)), value: null };
    }
    case Kind.DefaultParameter: {
      if (kindOf(c, n + 1) !== Kind.Identifier) throw parenthesised(c, n, isLambda);
      return { arg: makeArg(c, n + 1, n + 1, null), value: lowerExpr(c, lastChild(c, n)) };
    }
    case Kind.TypedDefaultParameter: {
      const [name, , type, , value] = children(c, n);
      if (name === undefined || type === undefined || value === undefined) throw unexpected(c, n);
      return { arg: makeArg(c, name, type, lowerAnnotation(c, type)), value: lowerExpr(c, value) };
    }
    case Kind.TuplePattern:
      throw parenthesised(c, n, isLambda);
    default:
      throw unexpected(c, n);
  }
}

function parenthesised(c: Lowering, n: Node, isLambda: boolean): Error {
  return fault(c, n, `${isLambda ? "Lambda expression" : "Function"} parameters cannot be parenthesized`);
}

/** `*args` or `**kwargs`, with an annotation perhaps. CPython's `arg` begins at the name. */
function splatParameter(c: Lowering, n: Node): Arg {
  if (kindOf(c, n) !== Kind.TypedParameter) return makeArg(c, splatName(c, n), splatName(c, n), null);
  const type = lastChild(c, n);
  const name = splatName(c, n + 1);
  const inner = kindOf(c, type + 1);
  // `*args: *Ts` is the one annotation that may be starred.
  const mayStar = kindOf(c, n + 1) === Kind.ListSplatPattern;
  if (!mayStar && (inner === Kind.SplatType || inner === Kind.ListSplat)) throw unexpected(c, type);
  return makeArg(c, name, type, lowerAnnotation(c, type, mayStar));
}

function splatName(c: Lowering, n: Node): Node {
  const name = lastChild(c, n);
  if (kindOf(c, name) !== Kind.Identifier) throw unexpected(c, n);
  return name;
}

function makeArg(c: Lowering, name: Node, last: Node, annotation: Expr | null): Arg {
  return { arg: identifier(c, name), annotation, pos: span(c, startOf(c, name), endOf(c, last)) };
}
