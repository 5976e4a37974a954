/** An FX graph: a list of nodes in the order of execution, as `torch.fx.Graph`. Knows neither ONNX nor Python. */

import type { Span, StackFrame } from "../diagnostics/span.ts";
import type { SymBool, SymExpr } from "../shapes/types.ts";
import type { DType } from "./dtype.ts";
import { RESERVED, snakeCase } from "./node_names.ts";
import type { TensorMeta } from "./tensor_meta.ts";

/** Python's complex number as an operator argument. */
export interface ComplexScalar {
  readonly kind: "complex";
  readonly re: number;
  readonly im: number;
}

/** A float argument; ints are plain numbers or bigints, so that 1 and 1.0 stay apart. */
export interface FloatScalar {
  readonly kind: "float";
  readonly value: number;
}

/** An argument that stands for itself, in every form that arguments take. */
export type Literal =
  | null
  | boolean
  | number
  | bigint
  | string
  | FloatScalar
  | ComplexScalar
  | { readonly kind: "dtype"; readonly dtype: DType }
  | { readonly kind: "device"; readonly device: string }
  | { readonly kind: "memory_format"; readonly format: string }
  | { readonly kind: "layout"; readonly layout: string }
  | { readonly kind: "graph"; readonly graph: Graph };

/** A size or a condition on sizes; the pass `materialize_symints` replaces it by nodes. */
export type SymbolicArgument =
  | { readonly kind: "symint"; readonly expr: SymExpr }
  | { readonly kind: "symbool"; readonly expr: Exclude<SymBool, boolean> };

/** An operator's argument: another node's result, a literal, or a list of them. */
export type Argument = Node | Literal | SymbolicArgument | readonly Argument[];

/** A node's result: one tensor, a size, a boolean, or several of them (multi-output operators). */
export type NodeValue =
  | TensorMeta
  | { readonly kind: "symint"; readonly expr: number | SymExpr }
  | { readonly kind: "symbool"; readonly expr: SymBool }
  | { readonly kind: "constant"; readonly value: Argument }
  | null
  | readonly NodeValue[];

/** One `nn.Module` call that was running when the node was made. */
export interface ModuleFrame {
  /** Dotted path from the root, "" for the root itself. */
  readonly path: string;
  /** The class's dotted name, `torch.nn.modules.linear.Linear`. */
  readonly className: string;
  /** Version of the class's top-level package, null when unknown. */
  readonly packageVersion: string | null;
  /** Which call of this module it is, from 1. */
  readonly call: number;
}

export interface NodeMeta {
  value: NodeValue;
  readonly span: Span | null;
  readonly stack: readonly StackFrame[];
  /** Outermost first. */
  readonly modules: readonly ModuleFrame[];
}

export type NodeOp = "placeholder" | "call_function" | "output";

export class Node {
  readonly graph: Graph;
  name: string;
  readonly op: NodeOp;
  /** `aten.linear.default`, `_operator.getitem`, `higher_order.cond`; a placeholder's own name; "output". */
  target: string;
  args: readonly Argument[];
  kwargs: Readonly<Record<string, Argument>>;
  readonly meta: NodeMeta;

  constructor(
    graph: Graph,
    name: string,
    op: NodeOp,
    target: string,
    args: readonly Argument[],
    kwargs: Readonly<Record<string, Argument>>,
    meta: NodeMeta,
  ) {
    this.graph = graph;
    this.name = name;
    this.op = op;
    this.target = target;
    this.args = args;
    this.kwargs = kwargs;
    this.meta = meta;
  }
}

export class Graph {
  readonly nodes: Node[] = [];
  private readonly names = new Map<string, number>();

  /** FX's naming: `linear`, then `linear_1`, `linear_2`, … */
  uniqueName(candidate: string): string {
    const base = candidate.replace(/[^0-9A-Za-z_]/g, "_").replace(/^(?=\d)/, "_");
    const count = this.names.get(base);
    if (count === undefined) {
      this.names.set(base, 0);
      return base;
    }
    let next = count + 1;
    while (this.names.has(`${base}_${next}`)) next++;
    this.names.set(base, next);
    this.names.set(`${base}_${next}`, 0);
    return `${base}_${next}`;
  }

  /** Runs `work`, then removes the calls that it added, and their names; placeholders stay. */
  withoutCalls<T>(work: () => T): T {
    const before = new Set(this.nodes);
    const names = new Map(this.names);
    try {
      return work();
    } finally {
      const kept = this.nodes.filter((node) => before.has(node) || node.op === "placeholder");
      this.nodes.length = 0;
      for (const node of kept) this.nodes.push(node);
      for (const node of kept) if (!before.has(node)) names.set(node.name, this.names.get(node.name) ?? 0);
      this.names.clear();
      for (const [name, count] of names) this.names.set(name, count);
    }
  }

  /** Gives all nodes names anew: these placeholders come first and have the names wanted, the others give way. */
  arrange(placeholders: readonly (readonly [Node, string])[]): void {
    const first = new Set(placeholders.map(([node]) => node));
    const rest = this.nodes.filter((node) => !first.has(node));
    this.nodes.splice(0, this.nodes.length, ...first, ...rest);
    this.names.clear();
    for (const [node, name] of placeholders) {
      node.name = this.uniqueName(name);
      node.target = node.name;
    }
    const taken = new Set(rest.map((node) => node.name));
    for (const node of rest) {
      // A name that no placeholder took stays; it counts as taken for what comes later.
      const base = this.names.has(node.name) ? node.name.replace(/_\d+$/, "") : node.name;
      let name = this.uniqueName(base);
      while (name !== node.name && taken.has(name)) name = this.uniqueName(base);
      node.name = name;
    }
  }

  /** Names all calls anew in their order, as a tracer would that runs the graph; placeholders keep theirs. */
  renumber(nameOf: (node: Node) => string): void {
    this.names.clear();
    for (const node of this.nodes) if (node.op === "placeholder") this.uniqueName(node.name);
    const reserved = new Set<string>();
    for (const node of this.nodes) {
      if (node.op !== "call_function") continue;
      const base = snakeCase(nameOf(node));
      if (RESERVED.has(base) && !reserved.has(base)) {
        reserved.add(base);
        this.uniqueName(base);
      }
      node.name = this.uniqueName(base);
    }
  }

  add(
    op: NodeOp,
    target: string,
    args: readonly Argument[],
    kwargs: Readonly<Record<string, Argument>>,
    meta: NodeMeta,
    name: string,
  ): Node {
    const node = new Node(this, this.uniqueName(name), op, target, args, kwargs, meta);
    this.nodes.push(node);
    return node;
  }

  /** The positional argument of the output node; a graph without one is not finished. */
  get outputs(): Argument {
    const last = this.nodes.at(-1);
    if (last?.op !== "output") throw new Error("the graph has no output node");
    return last.args[0] ?? null;
  }
}
