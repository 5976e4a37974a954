/** Makes nodes, values and initializers with names that nothing else in the model has. */

import {
  type Attribute,
  type Graph,
  type Initializer,
  type Node,
  type NodeSource,
  type TensorContent,
  Value,
  type ValueType,
} from "./ir.ts";

/** Hands out names; each is given once. */
export class NameScope {
  private readonly used = new Set<string>();
  private readonly counters = new Map<string, number>();

  /** `candidate` itself when it is free, else `candidate_1`, `candidate_2`, … */
  unique(candidate: string): string {
    let name = candidate;
    let count = this.counters.get(candidate) ?? 0;
    while (name === "" || this.used.has(name)) name = `${candidate}_${++count}`;
    this.counters.set(candidate, count);
    this.used.add(name);
    return name;
  }

  reserve(name: string): void {
    this.used.add(name);
  }

  has(name: string): boolean {
    return this.used.has(name);
  }
}

export type AttributeInput = Attribute | undefined;

export interface NodeOptions {
  readonly domain?: string;
  readonly attributes?: Readonly<Record<string, AttributeInput>>;
  /** Types of the outputs; null where unknown. One entry an output. */
  readonly outputs?: readonly (ValueType | null)[];
  /** Names wanted for the outputs. */
  readonly names?: readonly string[];
  readonly nodeName?: string;
  readonly source?: NodeSource | null;
}

/** Appends to one graph; nested graphs share the names of the model. */
export class GraphBuilder {
  readonly graph: Graph;
  readonly names: NameScope;

  constructor(name: string, names: NameScope = new NameScope()) {
    this.graph = { name, inputs: [], outputs: [], nodes: [], initializers: new Map() };
    this.names = names;
  }

  /** A builder for a subgraph of this one. */
  nested(name: string): GraphBuilder {
    return new GraphBuilder(name, this.names);
  }

  input(name: string, type: ValueType | null): Value {
    const value = new Value(this.names.unique(name), type);
    this.graph.inputs.push(value);
    return value;
  }

  /** `literal` marks a constant that is no state of the model. */
  initializer(name: string, content: TensorContent, literal = false): Value {
    const type: ValueType = { kind: "tensor", dtype: content.dtype, shape: content.shape };
    const value = new Value(this.names.unique(name), type);
    const initializer: Initializer = { value, content, literal };
    this.graph.initializers.set(value.name, initializer);
    return value;
  }

  /** The outputs of a new node at the end of the graph. */
  node(opType: string, inputs: readonly (Value | null)[], options: NodeOptions = {}): Value[] {
    const types = options.outputs ?? [null];
    const outputs = types.map(
      (type, i) => new Value(this.names.unique(options.names?.[i] ?? `${opType.toLowerCase()}_out`), type),
    );
    const attributes = new Map<string, Attribute>();
    for (const [name, value] of Object.entries(options.attributes ?? {}))
      if (value !== undefined) attributes.set(name, value);
    const node: Node = {
      name: this.names.unique(options.nodeName ?? `node_${opType}`),
      opType,
      domain: options.domain ?? "",
      inputs: [...inputs],
      outputs,
      attributes,
      source: options.source ?? null,
    };
    this.graph.nodes.push(node);
    return outputs;
  }
}
