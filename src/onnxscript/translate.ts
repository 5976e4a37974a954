/** A Python function's syntax to an ONNX function: signature, statements, and If and Loop from control flow. */

import type { Attribute, AttributeKind, FunctionDef, Graph, Value } from "../onnx/ir.ts";
import type { Expr, FunctionDef as PythonFunction, Stmt } from "../python/ast.ts";
import { PyTensorAnnotation } from "./annotations.ts";
import { Block, FunctionState } from "./block.ts";
import { ExpressionTranslator } from "./expressions.ts";
import { assigned, liveBefore } from "./liveness.ts";
import { attributeOf } from "./python_constant.ts";
import { type ScriptContext, TranslationError } from "./script_context.ts";
import type { ScriptFunction } from "./script_function.ts";

export function translateFunction(fn: PythonFunction, context: ScriptContext): ScriptFunction {
  const state = new FunctionState();
  const block = new Block(state, null);
  state.opsets.set("", context.opset);
  const attributeTypes = new Map<string, AttributeKind>();
  const defaults = new Map<string, Attribute>();
  signature(fn, block, context, attributeTypes, defaults);
  const outputs: Value[] = [];
  new StatementTranslator(context).body(fn.body, block, outputs);
  const def: FunctionDef = {
    domain: context.domain,
    name: fn.name,
    inputs: block.inputs,
    outputs,
    attributes: [...attributeTypes.keys()],
    nodes: block.nodes,
    opsetImports: state.opsets,
    module: null,
    ...(defaults.size === 0 ? {} : { attributeDefaults: defaults }),
  };
  return { def, attributeTypes, callees: [...state.callees.values()] };
}

const ATTRIBUTE_TYPES: Readonly<Record<string, AttributeKind>> = {
  int: "int",
  float: "float",
  str: "string",
  bool: "int",
};

/** `int`, `Sequence[float]`, `Optional[str]`: the annotation of an attribute; null for an input's. */
function attributeKind(annotation: Expr | null): AttributeKind | null {
  if (annotation === null) return null;
  const name = annotation.kind === "Name" ? annotation.id : annotation.kind === "Attribute" ? annotation.attr : null;
  if (name !== null) return ATTRIBUTE_TYPES[name] ?? null;
  if (annotation.kind !== "Subscript") return null;
  const { value, slice } = annotation;
  const outer = value.kind === "Name" ? value.id : value.kind === "Attribute" ? value.attr : "";
  const element = attributeKind(slice.kind === "Tuple" ? (slice.elts[0] ?? null) : slice);
  if (element === null || outer === "Optional") return element;
  const isList = /^(Sequence|List|list|Tuple|tuple)$/.test(outer);
  return isList && (element === "int" || element === "float" || element === "string") ? `${element}s` : null;
}

function signature(
  fn: PythonFunction,
  block: Block,
  context: ScriptContext,
  types: Map<string, AttributeKind>,
  defaults: Map<string, Attribute>,
): void {
  const { args } = fn;
  if (args.vararg !== null || args.kwarg !== null) {
    throw new TranslationError("an onnx-script function can't have *args or **kwargs", fn.pos);
  }
  const positional = [...args.posonlyargs, ...args.args];
  const withDefaults = [
    ...positional.map((arg, i) => ({
      arg,
      value: args.defaults[i - positional.length + args.defaults.length] ?? null,
    })),
    ...args.kwonlyargs.map((arg, i) => ({ arg, value: args.kwDefaults[i] ?? null })),
  ];
  for (const { arg, value } of withDefaults) {
    const type = attributeKind(arg.annotation);
    if (type === null) {
      block.input(arg.arg);
      continue;
    }
    types.set(arg.arg, type);
    const isBool = arg.annotation?.kind === "Name" && arg.annotation.id === "bool";
    block.bindings.set(arg.arg, { kind: "attribute", name: arg.arg, type, isBool });
    if (value === null) continue;
    const given = context.evaluate(value);
    if (given === null) continue;
    const attribute = given === undefined ? undefined : attributeOf(given, type);
    if (attribute === undefined)
      throw new TranslationError(`the default of ${arg.arg} does not fit its type`, value.pos);
    defaults.set(arg.arg, attribute);
  }
}

class StatementTranslator {
  private readonly expressions: ExpressionTranslator;
  private readonly context: ScriptContext;

  constructor(context: ScriptContext) {
    this.context = context;
    this.expressions = new ExpressionTranslator(context);
  }

  /** A function's body; its last statement returns. */
  body(stmts: readonly Stmt[], block: Block, outputs: Value[]): void {
    stmts.forEach((stmt, i) => {
      if (stmt.kind !== "Return") {
        this.statement(stmt, block, liveBefore(stmts.slice(i + 1), new Set()));
        return;
      }
      const results = stmt.value === null ? [] : stmt.value.kind === "Tuple" ? stmt.value.elts : [stmt.value];
      results.forEach((expr, k) => {
        const name = results.length === 1 ? "return_val" : `return_val${k}`;
        outputs.push(block.output(this.expressions.value(expr, block, name), [...outputs, ...block.inputs], name));
      });
    });
    const last = stmts.at(-1);
    if (last?.kind !== "Return" && last !== undefined) {
      throw new TranslationError("the function must end with a return statement", last.pos);
    }
  }

  private block(stmts: readonly Stmt[], block: Block, after: ReadonlySet<string>): void {
    stmts.forEach((stmt, i) => {
      this.statement(stmt, block, liveBefore(stmts.slice(i + 1), after));
    });
  }

  private statement(stmt: Stmt, block: Block, after: ReadonlySet<string>): void {
    switch (stmt.kind) {
      case "Assign":
        for (const target of stmt.targets) this.assign(target, stmt.value, block);
        return;
      case "AnnAssign":
        if (stmt.value !== null) this.assign(stmt.target, stmt.value, block);
        return;
      case "AugAssign": {
        if (stmt.target.kind !== "Name") break;
        const left: Expr = { ...stmt.target, ctx: "Load" };
        this.assign(stmt.target, { kind: "BinOp", left, op: stmt.op, right: stmt.value, pos: stmt.pos }, block);
        return;
      }
      case "If":
        this.conditional(stmt, block, after);
        return;
      case "For":
      case "While":
        this.loop(stmt, block, after);
        return;
      case "FunctionDef":
        block.bindings.set(stmt.name, { kind: "graph", graph: this.nested(stmt, block) });
        return;
      case "Expr":
        // A docstring, or a print that is there for eager runs.
        if (stmt.value.kind === "Constant") return;
        if (stmt.value.kind === "Call" && stmt.value.func.kind === "Name" && stmt.value.func.id === "print") return;
        break;
      case "Pass":
        return;
      case "Return":
        throw new TranslationError("Return statements are not permitted inside control-flow statements.", stmt.pos);
      default:
    }
    throw new TranslationError(
      `a statement of the kind ${stmt.kind} can't be part of an onnx-script function`,
      stmt.pos,
    );
  }

  private assign(target: Expr, value: Expr, block: Block): void {
    if (target.kind === "Name") {
      block.bind(target.id, this.expressions.value(value, block, target.id));
      return;
    }
    if (target.kind !== "Tuple" && target.kind !== "List") {
      throw new TranslationError("only names can be assigned to", target.pos);
    }
    const names = target.elts.map((elt) => {
      if (elt.kind !== "Name") throw new TranslationError("only names can be assigned to", elt.pos);
      return elt.id;
    });
    const values =
      value.kind === "Tuple"
        ? value.elts.map((elt, i) => this.expressions.value(elt, block, names[i] ?? "tmp"))
        : this.expressions.values(value, block, names);
    if (values.length !== names.length) {
      throw new TranslationError(`${names.length} names can't be assigned ${values.length} values`, target.pos);
    }
    names.forEach((name, i) => {
      const given = values[i];
      if (given !== undefined) block.bind(name, given);
    });
  }

  private conditional(stmt: Extract<Stmt, { kind: "If" }>, block: Block, after: ReadonlySet<string>): void {
    const names = [...assigned([stmt])].filter((name) => after.has(name));
    if (names.length === 0)
      throw new TranslationError("no variable that is used later is assigned in this if", stmt.pos);
    const test = this.expressions.value(stmt.test, block, "cond");
    const branch = (body: readonly Stmt[], label: string): Graph => {
      const inner = new Block(block.state, block);
      this.block(body, inner, new Set([...after, ...names]));
      const outputs: Value[] = [];
      for (const name of names) outputs.push(inner.output(this.valueOf(name, inner, stmt), outputs, name));
      return inner.graph(`${label}_${stmt.pos.line}`, outputs);
    };
    const attributes: [string, Attribute][] = [
      ["then_branch", { type: "graph", value: branch(stmt.body, "then") }],
      ["else_branch", { type: "graph", value: branch(stmt.orelse, "else") }],
    ];
    this.bindAll(names, block.add("If", [test], attributes, names), block);
  }

  private valueOf(name: string, block: Block, stmt: Stmt): Value {
    const value = this.expressions.variable(name, block, stmt.pos);
    if (value === undefined) throw new TranslationError(`${name} is not assigned on every way to here`, stmt.pos);
    return value;
  }

  private bindAll(names: readonly string[], values: readonly Value[], block: Block): void {
    names.forEach((name, i) => {
      const value = values[i];
      if (value !== undefined) block.bind(name, value);
    });
  }

  private loop(stmt: Extract<Stmt, { kind: "For" | "While" }>, block: Block, after: ReadonlySet<string>): void {
    const { bound, condition, counter } = this.loopHead(stmt, block);
    const last = stmt.body.at(-1);
    const breaks = last?.kind === "If" && last.body.length === 1 && last.body[0]?.kind === "Break" ? last : null;
    const body = breaks === null ? stmt.body : stmt.body.slice(0, -1);
    const test = breaks?.test ?? (stmt.kind === "While" ? stmt.test : null);
    const exposed = liveBefore(stmt.body, new Set());
    const own = assigned(body);
    if (stmt.kind === "While" && stmt.test.kind === "Name") exposed.add(stmt.test.id);
    const names = [...own].filter((name) => exposed.has(name) || after.has(name));
    const state = names.map((name) => this.valueOf(name, block, stmt));

    const inner = new Block(block.state, block);
    inner.input(counter, { kind: "tensor", dtype: "int64", shape: [] });
    const carried = new Block(block.state, null).input("cond_in", { kind: "tensor", dtype: "bool", shape: [] });
    inner.inputs.push(carried);
    for (const name of names) inner.input(name);
    this.block(body, inner, new Set([...after, ...names, ...(test?.kind === "Name" ? [test.id] : [])]));
    let next = test === null ? carried : this.expressions.value(test, inner, "cond");
    if (breaks !== null) next = inner.one("Not", [next], [], "cond_out");
    if (breaks !== null && stmt.kind === "While") {
      next = inner.one("And", [next, this.expressions.value(stmt.test, inner, "cond")], [], "cond_out");
    }
    const outputs: Value[] = [];
    outputs.push(inner.output(next, [], "cond_out"));
    for (const name of names) outputs.push(inner.output(this.valueOf(name, inner, stmt), outputs, name));
    const graph: Attribute = { type: "graph", value: inner.graph(`loop_${stmt.pos.line}`, outputs) };
    this.bindAll(names, block.add("Loop", [bound, condition, ...state], [["body", graph]], names), block);
  }

  private loopHead(
    stmt: Extract<Stmt, { kind: "For" | "While" }>,
    block: Block,
  ): { bound: Value | null; condition: Value | null; counter: string } {
    if (stmt.kind === "While") {
      return { bound: null, condition: this.expressions.value(stmt.test, block, "cond"), counter: "infinite_loop" };
    }
    const { iter, target } = stmt;
    if (target.kind !== "Name") throw new TranslationError("For loop target must be a single variable.", target.pos);
    const [count] = iter.kind === "Call" && iter.func.kind === "Name" && iter.func.id === "range" ? iter.args : [];
    if (iter.kind !== "Call" || count === undefined || iter.args.length !== 1) {
      throw new TranslationError("Unsupported loop bound, it should be 'range(?)'.", iter.pos);
    }
    return { bound: this.expressions.value(count, block, "loop_bound"), condition: null, counter: target.id };
  }

  /** A function inside: a subgraph for an operator that takes one (If, Loop, Scan, SequenceMap), with its inputs' types if it has them. */
  private nested(fn: PythonFunction, block: Block): Graph {
    const inner = new Block(block.state, block);
    for (const { arg, annotation } of fn.args.args) {
      const type = annotation === null ? undefined : this.context.evaluate(annotation);
      inner.input(arg, type instanceof PyTensorAnnotation ? type.valueType : null);
    }
    const outputs: Value[] = [];
    this.body(fn.body, inner, outputs);
    return inner.graph(fn.name, outputs);
  }
}
