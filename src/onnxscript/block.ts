/** The nodes of a function or subgraph being made, and what its names stand for. */

import type { PyValue } from "../dynamo/objects/object.ts";
import { NameScope } from "../onnx/builder.ts";
import {
  type Attribute,
  type AttributeKind,
  type FunctionDef,
  type Graph,
  type Node,
  type TensorContent,
  Value,
  type ValueType,
} from "../onnx/ir.ts";

export type Binding =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "attribute"; readonly name: string; readonly type: AttributeKind; readonly isBool: boolean }
  | { readonly kind: "graph"; readonly graph: Graph }
  | { readonly kind: "python"; readonly value: PyValue };

/** What is shared by all blocks of one function. */
export class FunctionState {
  readonly names = new NameScope();
  readonly opsets = new Map<string, number>();
  readonly callees = new Map<string, FunctionDef>();
  /** Values of Python literals, which adapt to their neighbours' type. */
  readonly constants = new Set<Value>();
}

export class Block {
  readonly state: FunctionState;
  readonly outer: Block | null;
  readonly nodes: Node[] = [];
  readonly inputs: Value[] = [];
  readonly bindings = new Map<string, Binding>();
  private readonly made = new Set<Value>();

  constructor(state: FunctionState, outer: Block | null) {
    this.state = state;
    this.outer = outer;
  }

  lookup(name: string): Binding | undefined {
    return this.bindings.get(name) ?? this.outer?.lookup(name);
  }

  bind(name: string, value: Value): void {
    this.bindings.set(name, { kind: "value", value });
  }

  input(name: string, type: ValueType | null = null): Value {
    const value = new Value(this.state.names.unique(name), type);
    this.inputs.push(value);
    this.bind(name, value);
    return value;
  }

  add(
    opType: string,
    inputs: readonly (Value | null)[],
    attributes: Iterable<readonly [string, Attribute]> = [],
    outputs: readonly string[] = ["tmp"],
    domain = "",
  ): Value[] {
    const trimmed = [...inputs];
    while (trimmed.at(-1) === null) trimmed.pop();
    const values = outputs.map((name) => new Value(this.state.names.unique(name), null));
    for (const value of values) this.made.add(value);
    const name = `n${this.nodes.length}_${opType}`;
    const node: Node = {
      name,
      opType,
      domain,
      inputs: trimmed,
      outputs: values,
      attributes: new Map(attributes),
      source: null,
    };
    this.nodes.push(node);
    return values;
  }

  one(
    opType: string,
    inputs: readonly (Value | null)[],
    attributes: Iterable<readonly [string, Attribute]> = [],
    name = "tmp",
  ): Value {
    const [value] = this.add(opType, inputs, attributes, [name]);
    if (value === undefined) throw new Error(`${opType} gave no output`);
    return value;
  }

  constant(content: TensorContent, name = "const"): Value {
    const value = this.one("Constant", [], [["value", { type: "tensor", value: content }]], name);
    this.state.constants.add(value);
    return value;
  }

  /** The value as an output: made in this block, and not one already. */
  output(value: Value, outputs: readonly Value[], name: string): Value {
    return this.made.has(value) && !outputs.includes(value) ? value : this.one("Identity", [value], [], name);
  }

  graph(name: string, outputs: readonly Value[]): Graph {
    return { name, inputs: this.inputs, outputs: [...outputs], nodes: this.nodes, initializers: new Map() };
  }
}
