/** Translates FX nodes one after the other: the host that lowerings add their nodes to. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { isComplex } from "../fx/dtype.ts";
import { type Argument, type Graph as FxGraph, Node as FxNode, type NodeValue } from "../fx/graph.ts";
import { GraphBuilder, type NameScope } from "../onnx/builder.ts";
import { type Dim, type Graph, type NodeSource, type TensorContent, Value, type ValueType } from "../onnx/ir.ts";
import { contentKey } from "../onnx/passes/dedup_initializers.ts";
import { int64Tensor } from "../onnx/tensor_content.ts";
import { isTensorMeta, type Lowered, type LowerInput, type LoweringHost, type NodeSpec } from "../ops/lowering.ts";
import { OpError, type ShapeGuards } from "../ops/types.ts";
import { DataDependentError, ShapeConditionError, type ShapeEnv } from "../shapes/env.ts";
import { printInt } from "../shapes/print.ts";
import type { SymExpr, SymInt } from "../shapes/types.ts";
import { onnxExcerpt } from "./graph_excerpt.ts";
import type { OnnxRegistry } from "./registry.ts";
import { Scope } from "./scope.ts";
import { conditionValue, isKnownSize, recordShape, type SizeContext, sizeValue } from "./sizes.ts";
import { failedLowering, otherOperands, otherOverload, unsupportedOperator } from "./unsupported.ts";
import { tensorType } from "./value_types.ts";

export interface TranslatorOptions {
  readonly opset: number;
  readonly registry: OnnxRegistry;
  readonly env: ShapeEnv;
  /** Names of symbols as dim_param. */
  readonly symbolName: (name: string) => string;
  readonly names: NameScope;
  readonly graphName: string;
}

export class Translator implements LoweringHost, SizeContext {
  readonly opset: number;
  readonly root: Scope;
  readonly diagnostics: Diagnostic[] = [];
  readonly untranslated: FxNode[] = [];
  readonly early = new Set<Value>();
  scope: Scope;
  private readonly options: TranslatorOptions;
  private readonly results = new Map<FxNode, LowerInput>();
  private readonly constants = new Map<string, Value>();
  private current: { readonly node: FxNode; readonly source: NodeSource } | null = null;
  /** Values that the current FX node's translation made; the last ones get its name. */
  private fresh = new Set<Value>();
  private counter = 0;

  constructor(options: TranslatorOptions) {
    this.options = options;
    this.opset = options.opset;
    this.root = new Scope(new GraphBuilder(options.graphName, options.names), null);
    this.scope = this.root;
  }

  get guards(): ShapeGuards {
    return this.options.env;
  }

  get source(): NodeSource | null {
    return this.current?.source ?? null;
  }

  add(spec: NodeSpec): readonly Value[] {
    const outputs = this.scope.builder.node(spec.opType, spec.inputs, {
      domain: spec.domain,
      attributes: Object.fromEntries(spec.attributes),
      outputs: spec.outputs,
      names: spec.outputs.map(() => `val_${this.counter++}`),
      source: this.current?.source ?? null,
    });
    for (const value of outputs) this.fresh.add(value);
    return outputs;
  }

  initializer(content: TensorContent): Value {
    return this.constant(content);
  }

  constant(content: TensorContent): Value {
    const key = contentKey(content);
    const known = key === undefined ? undefined : this.constants.get(key);
    if (known !== undefined) return known;
    const value = this.root.builder.initializer(`const_${this.constants.size}`, content, true);
    this.early.add(value);
    if (key !== undefined) this.constants.set(key, value);
    return value;
  }

  symint(expr: SymExpr): Value {
    return sizeValue(this, expr);
  }

  range(value: SymInt) {
    return this.options.env.range(value);
  }

  simplify(value: SymInt): SymInt {
    return this.options.env.simplify(value);
  }

  dim = (size: SymInt): Dim => {
    const simple = this.simplify(size);
    return typeof simple === "number" ? simple : printInt(simple, this.options.symbolName);
  };

  subgraph(
    name: string,
    inputs: readonly { readonly name: string; readonly type: ValueType }[],
    build: (inputs: readonly Value[]) => readonly Value[],
  ): Graph {
    const outer = this.scope;
    const scope = new Scope(outer.builder.nested(name), outer);
    this.scope = scope;
    try {
      const values = inputs.map((input) => scope.builder.input(input.name, input.type));
      for (const value of build(values)) scope.builder.graph.outputs.push(this.ownOutput(scope, value));
    } finally {
      this.scope = outer;
    }
    return scope.builder.graph;
  }

  fxSubgraph(graph: FxGraph, operands: readonly Value[] | null): Graph {
    const placeholders = graph.nodes.filter((node) => node.op === "placeholder");
    const inputs =
      operands !== null
        ? []
        : placeholders.map((node) => {
            if (!isTensorMeta(node.meta.value))
              throw new OpError("NotImplementedError", `${node.name} of a subgraph is no tensor`);
            return { name: node.name, type: tensorType(node.meta.value, this.dim) };
          });
    return this.subgraph(this.current?.node.name ?? "body", inputs, (own) => this.fxInline(graph, operands ?? own));
  }

  fxInline(graph: FxGraph, operands: readonly Value[]): readonly Value[] {
    const outer = { current: this.current, fresh: this.fresh, scope: this.scope };
    // The same graph may be inlined twice: its sizes are other ones each time.
    this.scope = new Scope(outer.scope.builder, outer.scope);
    const placeholders = graph.nodes.filter((node) => node.op === "placeholder");
    try {
      placeholders.forEach((node, i) => {
        const value = operands[i];
        if (value === undefined)
          throw new OpError("RuntimeError", `a subgraph with ${placeholders.length} inputs got fewer operands`);
        const held = node.meta.value;
        if (isKind(held, "symint") && typeof held.expr !== "number") this.scope.shadow(held.expr, value);
        this.bind(node, value);
      });
      this.translateNodes(graph);
      return this.bodyValues(graph.outputs);
    } finally {
      this.scope = outer.scope;
      this.current = outer.current;
      this.fresh = outer.fresh;
    }
  }

  /** Says that `value` holds a placeholder's tensor or size. */
  bind(node: FxNode, value: Value): void {
    this.setResult(node, value);
  }

  /** A placeholder that is a Python constant. */
  bindConstant(node: FxNode, value: Argument): void {
    this.results.set(node, this.input(value));
  }

  translateNodes(graph: FxGraph): void {
    for (const node of graph.nodes) if (node.op === "call_function") this.translateNode(node);
  }

  /** What a node's argument stands for. */
  input(argument: Argument): LowerInput {
    if (argument instanceof FxNode) {
      const result = this.results.get(argument);
      if (result === undefined) throw new Error(`${argument.name} is used before it is made`);
      return result;
    }
    if (isList(argument)) return argument.map((item) => this.input(item));
    if (typeof argument !== "object" || argument === null) return argument;
    switch (argument.kind) {
      case "symint":
        return this.sizeOperand(argument.expr);
      case "symbool":
        return { value: conditionValue(this, argument.expr), meta: { dtype: "bool", ...SCALAR } };
      default:
        return argument;
    }
  }

  private translateNode(node: FxNode): void {
    const { span, stack, modules } = node.meta;
    const source: NodeSource = { span, stack, modules, fxNode: node.name, target: node.target };
    this.current = { node, source };
    this.options.env.span = span;
    this.fresh = new Set();
    try {
      this.setResult(node, this.lower(node));
    } catch (error) {
      const refused =
        error instanceof OpError || error instanceof DataDependentError || error instanceof ShapeConditionError;
      if (!refused) throw error;
      this.giveUp(node, failedLowering(node, error.message));
    }
  }

  private lower(node: FxNode): Lowered | LowerInput {
    const { value } = node.meta;
    if (node.target === "_operator.getitem") return this.element(node);
    if (isKind(value, "constant")) return this.input(value.value);
    if (isKind(value, "symint") && isKnownSize(this, this.simplify(value.expr))) return this.sizeOperand(value.expr);
    const complex = node.args.some(
      (arg) => arg instanceof FxNode && isTensorMeta(arg.meta.value) && isComplex(arg.meta.value.dtype),
    );
    const { registry } = this.options;
    const exact = registry.dispatch(node.target, complex);
    const isSize = isKind(value, "symbool");
    const fn = exact ?? (isSize ? null : registry.nearestOverload(node.target, complex));
    if (fn !== null && exact === null) this.diagnostics.push(otherOverload(node, fn.target));
    else if (fn !== null && registry.isNearest(fn, complex)) this.diagnostics.push(otherOperands(node, complex));
    if (fn === null) {
      if (isKind(value, "symbool")) return conditionValue(this, value.expr);
      this.giveUp(node, unsupportedOperator(node));
      return this.results.get(node) ?? null;
    }
    const kwargs: Record<string, LowerInput> = {};
    for (const [name, argument] of Object.entries(node.kwargs)) kwargs[name] = this.input(argument);
    return fn.translate(
      this,
      node.args.map((argument) => this.input(argument)),
      kwargs,
      value,
    );
  }

  private element(node: FxNode): LowerInput {
    const [from = null, index = null] = node.args;
    const list = this.input(from);
    const item = isLowerList(list) && typeof index === "number" ? list[index] : undefined;
    if (item === undefined) throw new Error(`${node.name} takes element ${String(index)} of what is no such list`);
    return item;
  }

  private sizeOperand(size: SymInt): LowerInput {
    const simple = this.simplify(size);
    return typeof simple === "number" ? simple : { kind: "symint", value: sizeValue(this, simple), expr: simple };
  }

  /** Stand-ins let the rest be translated, so that every problem is found in one run. */
  private giveUp(node: FxNode, diagnostic: Diagnostic): void {
    const made = this.scope.builder.graph.nodes;
    const around = onnxExcerpt(
      made,
      null,
      node.args.flatMap((argument) => this.valuesOf(argument)),
    );
    const graphs = [...(diagnostic.graphs ?? []), ...(around.nodes.length === 0 ? [] : [around])];
    this.diagnostics.push({ ...diagnostic, graphs });
    this.untranslated.push(node);
    const standIn = (value: NodeValue): Lowered =>
      isValueList(value) ? value.map(standIn) : new Value(this.options.names.unique(`${node.name}_missing`), null);
    this.setResult(node, standIn(node.meta.value));
  }

  /** The values that an operand has by now. */
  private valuesOf(argument: Argument): Value[] {
    if (isList(argument)) return argument.flatMap((item) => this.valuesOf(item));
    return argument instanceof FxNode && this.results.has(argument) ? this.flatValues(argument) : [];
  }

  private setResult(node: FxNode, lowered: Lowered | LowerInput): void {
    const values: Value[] = [];
    this.results.set(node, this.operand(lowered, node.meta.value, values));
    values.forEach((value, i) => {
      if (!this.fresh.has(value)) return;
      value.name = this.options.names.unique(values.length === 1 ? node.name : `${node.name}_out_${i}`);
    });
  }

  /** Pairs what a lowering returned with what the FX node says it is. */
  private operand(lowered: Lowered | LowerInput, value: NodeValue, made: Value[]): LowerInput {
    if (isLoweredList(lowered)) {
      const metas = isValueList(value) ? value : lowered.length === 1 ? [value] : [];
      return lowered.map((item, i) => this.operand(item, metas[i] ?? null, made));
    }
    if (isValueList(value) && value.length === 1) return [this.operand(lowered, value[0] ?? null, made)];
    if (typeof lowered !== "object" || lowered === null) return lowered;
    const held =
      lowered instanceof Value ? lowered : "value" in lowered && lowered.value instanceof Value ? lowered.value : null;
    if (held === null) return lowered as LowerInput;
    made.push(held);
    if (isTensorMeta(value)) {
      held.type ??= tensorType(value, this.dim);
      recordShape(this, held, value.shape);
      return { value: held, meta: value };
    }
    if (isKind(value, "symint")) {
      if (typeof value.expr === "number") return value.expr;
      this.scope.addSource(value.expr, { value: held, dim: null });
      return { kind: "symint", value: held, expr: value.expr };
    }
    if (isKind(value, "symbool")) return { value: held, meta: { dtype: "bool", ...SCALAR } };
    return lowered instanceof Value
      ? { value: lowered, meta: { dtype: "float32", ...SCALAR } }
      : (lowered as LowerInput);
  }

  /** The values of an output list: tensors, sizes and numbers; null for what has no value. */
  flatValues(argument: Argument): Value[] {
    return this.outputValues(argument).filter((value) => value !== null);
  }

  /** The same for a body, whose integers are values as well. */
  private bodyValues(argument: Argument): Value[] {
    return (isList(argument) ? argument : [argument]).flatMap((item) => {
      const input = this.input(item);
      if (typeof input === "number") return [this.constant(int64Tensor([], [input]))];
      if (typeof input === "boolean") return [conditionValue(this, input)];
      return this.flatValues(item);
    });
  }

  outputValues(argument: Argument): (Value | null)[] {
    const flatten = (input: LowerInput): (Value | null)[] => {
      if (isLowerList(input)) return input.flatMap(flatten);
      if (typeof input === "object" && input !== null && "value" in input && input.value instanceof Value)
        return [input.value];
      return [null];
    };
    return flatten(this.input(argument));
  }

  /** A graph's output must be made in it, and once. */
  private ownOutput(scope: Scope, value: Value): Value {
    const { graph } = scope.builder;
    const own = graph.nodes.some((node) => node.outputs.includes(value)) && !graph.outputs.includes(value);
    if (own) return value;
    const [copy] = scope.builder.node("Identity", [value], {
      outputs: [value.type],
      names: [`${value.name}_out`],
      source: this.current?.source ?? null,
    });
    if (copy === undefined) throw new Error("Identity gave no output");
    return copy;
  }
}

const SCALAR = { shape: [], strides: [], storageOffset: 0, device: "cpu" } as const;

function isList(argument: Argument): argument is readonly Argument[] {
  return Array.isArray(argument);
}
function isLowerList(input: LowerInput): input is readonly LowerInput[] {
  return Array.isArray(input);
}
function isLoweredList(input: Lowered | LowerInput): input is readonly Lowered[] | readonly LowerInput[] {
  return Array.isArray(input);
}
function isValueList(value: NodeValue): value is readonly NodeValue[] {
  return Array.isArray(value);
}
function isKind<K extends "symint" | "symbool" | "constant">(
  value: NodeValue,
  kind: K,
): value is Extract<NodeValue, { kind: K }> {
  return value !== null && "kind" in value && value.kind === kind;
}
