/** Expressions to nodes: operators, calls, constants, attributes of the function, indexing. */

import { PyFloat } from "../dynamo/objects/float.ts";
import type { PyValue } from "../dynamo/objects/object.ts";
import { DATA_TYPES } from "../onnx/data_type.ts";
import { type Attribute, type AttributeKind, functionKey, type Value } from "../onnx/ir.ts";
import type { BinOp, Call, CmpOperator, Compare, Expr, Operator, Position, UnaryOp } from "../python/ast.ts";
import type { Block } from "./block.ts";
import { type Callee, castConstants, parametersOf, separate } from "./call.ts";
import { attributeOf, constantContent } from "./python_constant.ts";
import { type ScriptContext, TranslationError } from "./script_context.ts";
import { PyOnnxFunction, PyOp, PyOpset } from "./script_function.ts";
import { translateSubscript } from "./subscript.ts";

const BINARY: Partial<Readonly<Record<Operator, string>>> = {
  Add: "Add",
  Sub: "Sub",
  Mult: "Mul",
  Div: "Div",
  MatMult: "MatMul",
  Mod: "Mod",
  Pow: "Pow",
  BitAnd: "And",
  BitOr: "Or",
};
const COMPARE: Partial<Readonly<Record<CmpOperator, string>>> = {
  Eq: "Equal",
  NotEq: "Equal",
  Lt: "Less",
  LtE: "LessOrEqual",
  Gt: "Greater",
  GtE: "GreaterOrEqual",
};
const REFERENCES: Partial<Readonly<Record<AttributeKind, string>>> = {
  int: "value_int",
  float: "value_float",
  string: "value_string",
  ints: "value_ints",
  floats: "value_floats",
  strings: "value_strings",
};

export class ExpressionTranslator {
  private readonly context: ScriptContext;

  constructor(context: ScriptContext) {
    this.context = context;
  }

  value(expr: Expr, block: Block, name = "tmp"): Value {
    const [value] = this.values(expr, block, [name]);
    if (value === undefined) throw new TranslationError("this expression gives no value", expr.pos);
    return value;
  }

  /** One value a name. */
  values(expr: Expr, block: Block, names: readonly string[]): readonly Value[] {
    const [name = "tmp"] = names;
    switch (expr.kind) {
      case "Call":
        return this.call(expr, block, names);
      case "BinOp":
        return [this.binary(expr, block, name)];
      case "UnaryOp":
        return [this.unary(expr, block, name)];
      case "Compare":
        return [this.compare(expr, block, name)];
      case "BoolOp": {
        const operands = expr.values.map((operand) => this.value(operand, block));
        return [operands.reduce((left, right) => block.one(expr.op, [left, right], [], name))];
      }
      case "Name": {
        const value = this.variable(expr.id, block, expr.pos);
        if (value === undefined) throw new TranslationError(`Unbound name: ${expr.id}`, expr.pos);
        return [value];
      }
      case "Subscript":
        return [translateSubscript(this, expr, block, name)];
      default:
        return [this.constant(expr, block, name)];
    }
  }

  /** What a name stands for as a value; undefined when nothing has it. */
  variable(name: string, block: Block, pos: Position): Value | undefined {
    const binding = block.lookup(name);
    if (binding === undefined) {
      const outside = this.context.lookup(name);
      return outside === undefined ? undefined : this.literal(outside, block, pos, name);
    }
    switch (binding.kind) {
      case "value":
        return binding.value;
      case "python":
        return this.literal(binding.value, block, pos, name);
      case "graph":
        throw new TranslationError(`${name} is a subgraph and no value`, pos);
      case "attribute": {
        const attribute = REFERENCES[binding.type];
        if (attribute === undefined) throw new TranslationError(`${name} can't be used as a value`, pos);
        const reference: Attribute = { type: "reference", attribute: binding.name, of: binding.type };
        const value = block.one("Constant", [], [[attribute, reference]], name);
        if (binding.isBool) return block.one("Cast", [value], [["to", { type: "int", value: DATA_TYPES.bool }]], name);
        block.state.constants.add(value);
        return value;
      }
    }
  }

  literal(value: PyValue, block: Block, pos: Position, name = "const"): Value {
    const content = constantContent(value);
    if (content === undefined) throw new TranslationError("the value can't be a constant of the model", pos);
    return block.constant(content, name);
  }

  /** A Python value that the expression has whatever the inputs are. */
  known(expr: Expr, block: Block): PyValue | undefined {
    if (mentions(expr, (name) => block.lookup(name) !== undefined)) return undefined;
    return this.context.evaluate(expr);
  }

  private constant(expr: Expr, block: Block, name: string): Value {
    const value = this.known(expr, block);
    if (value === undefined) throw new TranslationError(`Unsupported expression type ${expr.kind}`, expr.pos);
    return this.literal(value, block, expr.pos, name === "tmp" ? "const" : name);
  }

  private operator(name: string): PyOp {
    return new PyOp(new PyOpset("", this.context.opset), name);
  }

  private cast(callee: Callee, inputs: readonly (Value | null)[], block: Block): (Value | null)[] {
    return castConstants(
      callee,
      inputs,
      (value) => block.state.constants.has(value),
      (constant, like) => block.one("CastLike", [constant, like], [], `${constant.name}_cast`),
    );
  }

  private binary(expr: BinOp, block: Block, name: string): Value {
    const opType = BINARY[expr.op];
    if (opType === undefined) throw new TranslationError(`Unsupported operator ${expr.op}`, expr.pos);
    const remainder = expr.op === "Mod" && this.known(expr.right, block) instanceof PyFloat;
    const inputs = [this.value(expr.left, block), this.value(expr.right, block)];
    const fmod: [string, Attribute][] = remainder ? [["fmod", { type: "int", value: 1 }]] : [];
    return block.one(opType, this.cast(this.operator(opType), inputs, block), fmod, name);
  }

  private unary(expr: UnaryOp, block: Block, name: string): Value {
    if (expr.op === "USub" || expr.op === "UAdd") {
      const known = this.known(expr, block);
      if (known !== undefined) return this.literal(known, block, expr.pos);
    }
    const operand = this.value(expr.operand, block);
    if (expr.op === "UAdd") return operand;
    if (expr.op === "Invert") throw new TranslationError("Unsupported operator Invert", expr.pos);
    return block.one(expr.op === "USub" ? "Neg" : "Not", [operand], [], name);
  }

  private compare(expr: Compare, block: Block, name: string): Value {
    const [op] = expr.ops;
    const [right] = expr.comparators;
    if (op === undefined || right === undefined || expr.ops.length !== 1) {
      throw new TranslationError("Multiple comparisons in one expression are not supported.", expr.pos);
    }
    const opType = COMPARE[op];
    if (opType === undefined) throw new TranslationError(`Unsupported operator ${op}`, expr.pos);
    const inputs = [this.value(expr.left, block), this.value(right, block)];
    const result = block.one(opType, this.cast(this.operator(opType), inputs, block), [], name);
    return op === "NotEq" ? block.one("Not", [result], [], name) : result;
  }

  private callee(expr: Expr): Callee {
    if (expr.kind === "Attribute") {
      const opset = this.context.evaluate(expr.value);
      if (opset instanceof PyOpset) return new PyOp(opset, expr.attr);
      const value = this.context.evaluate(expr);
      if (value instanceof PyOnnxFunction || value instanceof PyOp) return value;
    } else if (expr.kind === "Name") {
      const value = this.context.lookup(expr.id);
      if (value instanceof PyOnnxFunction || value instanceof PyOp) return value;
    }
    throw new TranslationError("only operators of an opset and onnx-script functions can be called", expr.pos);
  }

  private call(expr: Call, block: Block, names: readonly string[]): readonly Value[] {
    const callee = this.callee(expr.func);
    const named = new Map<string, Expr>();
    for (const { arg, value } of expr.keywords) {
      if (arg === null) throw new TranslationError("**kwargs can't be passed on here", expr.pos);
      named.set(arg, value);
    }
    const parts = separate(callee, expr.args, named);
    const label = callee instanceof PyOp ? callee.name : callee.script.def.name;
    if (typeof parts === "string") throw new TranslationError(`this call of ${label} is wrong: ${parts}`, expr.pos);
    const inputs = parts.inputs.map((arg) => (arg === null || isNone(arg) ? null : this.value(arg, block)));
    const types = parametersOf(callee)?.attributes;
    const attributes: [string, Attribute][] = [];
    for (const [name, arg] of parts.attributes) {
      const attribute = this.attribute(arg, types?.get(name), block, `${label}.${name}`);
      if (attribute !== null) attributes.push([name, attribute]);
    }
    const { state } = block;
    if (callee instanceof PyOp) {
      if (callee.name === "Loop" && callee.opset.domain === "") typeLoopBody(attributes);
      state.opsets.set(callee.opset.domain, callee.opset.domain === "" ? this.context.opset : callee.opset.version);
      return block.add(callee.name, this.cast(callee, inputs, block), attributes, names, callee.opset.domain);
    }
    const { def, callees } = callee.script;
    for (const inner of [...callees, def]) state.callees.set(functionKey(inner.domain, inner.name), inner);
    state.opsets.set(def.domain, 1);
    return block.add(def.name, inputs, attributes, names, def.domain);
  }

  /** Null for None: the attribute is left out. */
  private attribute(expr: Expr, type: AttributeKind | undefined, block: Block, label: string): Attribute | null {
    const binding = expr.kind === "Name" ? block.lookup(expr.id) : undefined;
    if (binding?.kind === "attribute") return { type: "reference", attribute: binding.name, of: binding.type };
    if (binding?.kind === "graph") return { type: "graph", value: binding.graph };
    const value = this.known(expr, block);
    if (value === null) return null;
    const attribute = value === undefined ? undefined : attributeOf(value, type);
    if (attribute === undefined)
      throw new TranslationError(`${label} needs a constant${type === undefined ? "" : ` of type ${type}`}`, expr.pos);
    return attribute;
  }
}

/** A Loop's body starts with the iteration's number and the condition, both scalars: ONNX Runtime asks for their shapes. */
function typeLoopBody(attributes: readonly (readonly [string, Attribute])[]): void {
  for (const [, attribute] of attributes) {
    if (attribute.type !== "graph") continue;
    const [iteration, condition] = attribute.value.inputs;
    if (iteration !== undefined) iteration.type ??= { kind: "tensor", dtype: "int64", shape: [] };
    if (condition !== undefined) condition.type ??= { kind: "tensor", dtype: "bool", shape: [] };
  }
}

function isNone(expr: Expr): boolean {
  return expr.kind === "Constant" && expr.value.type === "None";
}

/** Whether a name that `is` holds for stands anywhere in the expression. */
function mentions(part: unknown, is: (name: string) => boolean): boolean {
  if (Array.isArray(part)) return part.some((inner) => mentions(inner, is));
  if (typeof part !== "object" || part === null) return false;
  if ("kind" in part && part.kind === "Name" && "id" in part && is(String(part.id))) return true;
  return Object.entries(part).some(([key, inner]) => key !== "pos" && mentions(inner, is));
}
