/** An FX graph as a graph of the schema: calls with named arguments, results, and the tables that describe them. */

import { type Argument, type Graph, Node, type NodeMeta, type NodeValue } from "../../fx/graph.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import {
  deviceValue,
  floatValue,
  layoutCode,
  memoryFormatCode,
  NotWritable,
  type SizeWriter,
  scalarType,
} from "./write_values.ts";

/** What the file says of an operator's arguments: their names, and what an empty list is a list of. */
export interface CallSchema {
  readonly args: readonly {
    readonly name: string;
    readonly base: string;
    readonly optionalElements: boolean;
    readonly kwargOnly: boolean;
  }[];
  /** Whether the one result is a list. */
  readonly returnsList: boolean;
}
export type SchemaLookup = (target: string) => CallSchema | null;

type CallArgument = CallSchema["args"][number];

/** Python's operators on sizes, by the names of their parameters in the file. */
const OPERATOR = /^_operator\.(\w+)$/;

export class GraphFileWriter {
  readonly tensorValues: Record<string, object> = {};
  readonly symIntValues: Record<string, object> = {};
  readonly symBoolValues: Record<string, object> = {};
  private readonly graph: Graph;
  private readonly sizes: SizeWriter;
  private readonly schemaOf: SchemaLookup;
  private readonly trainable: ReadonlySet<string>;
  /** The parts that a call of several results is taken apart into. */
  private readonly items = new Map<Node, Map<number, Node>>();
  /** Nested graphs are told apart by their names in the whole file. */
  private readonly counter: { graphs: number };

  constructor(
    graph: Graph,
    sizes: SizeWriter,
    schemaOf: SchemaLookup,
    trainable: ReadonlySet<string>,
    counter = { graphs: 0 },
  ) {
    this.graph = graph;
    this.sizes = sizes;
    this.schemaOf = schemaOf;
    this.trainable = trainable;
    this.counter = counter;
    for (const node of graph.nodes) {
      const [of, index] = node.args;
      if (node.target !== "_operator.getitem" || !(of instanceof Node) || typeof index !== "number") continue;
      const known = this.items.get(of) ?? new Map<number, Node>();
      known.set(index, node);
      this.items.set(of, known);
    }
  }

  /** `inputs` are the arguments that stand for the placeholders, in order. */
  json(inputs: readonly object[], outputs: readonly object[], single: boolean): object {
    const nodes = this.graph.nodes.flatMap((node) => this.call(node));
    return {
      inputs,
      outputs,
      nodes,
      tensor_values: this.tensorValues,
      sym_int_values: this.symIntValues,
      sym_bool_values: this.symBoolValues,
      is_single_tensor_return: single,
      custom_obj_values: {},
      sym_float_values: {},
    };
  }

  /** Notes what a node gives, and names it as an argument. */
  declared(name: string, value: NodeValue): object {
    if (value === null || Array.isArray(value))
      throw new NotWritable(`${name} gives several results where one is needed`);
    const single = value as Exclude<NodeValue, null | readonly NodeValue[]>;
    if (!("kind" in single)) {
      this.tensorValues[name] ??= this.sizes.tensor(single as TensorMeta, this.trainable.has(name));
      return { as_tensor: { name } };
    }
    if (single.kind === "symint") {
      this.symIntValues[name] ??= this.sizes.size(single.expr);
      return { as_sym_int: { as_name: name } };
    }
    if (single.kind === "symbool") {
      this.symBoolValues[name] ??= this.sizes.condition(single.expr);
      return { as_sym_bool: { as_name: name } };
    }
    throw new NotWritable(`${name} is a constant where a tensor is needed`);
  }

  private call(node: Node): object[] {
    const { target } = node;
    if (node.op !== "call_function" || target === "_operator.getitem") return [];
    const operator = OPERATOR.exec(target)?.[1];
    const nested = target.startsWith("higher_order.");
    const schema = operator !== undefined || nested ? null : this.schemaOf(target);
    if (operator === undefined && !nested && schema === null) {
      throw new NotWritable(`the operator ${target} has no schema here`);
    }
    const inputs =
      schema === null
        ? node.args.map((arg, i) => ({
            name: nested ? "" : (["a", "b"][i] ?? "c"),
            arg: this.argument(arg, null),
            kind: 1,
          }))
        : this.inputs(node, schema);
    return [
      {
        target: fileTarget(target, operator),
        inputs,
        outputs: this.outputs(node, schema, nested),
        metadata: metadataOf(node.meta),
        is_hop_single_tensor_return: nested ? false : null,
        name: node.name,
      },
    ];
  }

  private inputs(node: Node, schema: CallSchema): object[] {
    const positional = schema.args.filter(({ kwargOnly }) => !kwargOnly);
    const given = node.args.map((arg, i) => {
      const info = positional[i] ?? schema.args[i];
      if (info === undefined) throw new NotWritable(`${node.target} has more arguments than its schema`);
      return { name: info.name, arg: this.argument(arg, info), kind: 1 };
    });
    const named = Object.entries(node.kwargs).map(([name, arg]) => {
      const info = schema.args.find((known) => known.name === name) ?? null;
      return { name, arg: this.argument(arg, info), kind: 2 };
    });
    return [...given, ...named];
  }

  private outputs(node: Node, schema: CallSchema | null, nested: boolean): object[] {
    const { value } = node.meta;
    if (value === null) return [];
    if (!Array.isArray(value)) return [this.declared(node.name, value)];
    const parts = (value as readonly NodeValue[]).map((part, i) => {
      const name = this.items.get(node)?.get(i)?.name ?? `${node.name}_unused_${i}`;
      return part === null ? { as_none: true } : this.declared(name, part);
    });
    if (nested || schema?.returnsList !== true) return parts;
    return [{ as_tensors: parts.map((part) => ("as_tensor" in part ? part.as_tensor : part)) }];
  }

  argument(arg: Argument, info: CallArgument | null): object {
    if (arg === null) return { as_none: true };
    if (arg instanceof Node) return this.declared(arg.name, arg.meta.value);
    if (Array.isArray(arg)) return this.list(arg as readonly Argument[], info);
    if (typeof arg === "boolean") return { as_bool: arg };
    if (typeof arg === "string") return { as_string: arg };
    if (typeof arg === "number" || typeof arg === "bigint") {
      return info?.base === "float" ? { as_float: Number(arg) } : { as_int: arg };
    }
    const literal = arg as Exclude<Argument, Node | null | boolean | number | bigint | string | readonly Argument[]>;
    switch (literal.kind) {
      case "float":
        return { as_float: floatValue(literal.value) };
      case "complex":
        return { as_complex: { real: floatValue(literal.re), imag: floatValue(literal.im) } };
      case "dtype":
        return { as_scalar_type: scalarType(literal.dtype) };
      case "device":
        return { as_device: deviceValue(literal.device) };
      case "memory_format":
        return { as_memory_format: memoryFormatCode(literal.format) };
      case "layout":
        return { as_layout: layoutCode(literal.layout) };
      case "graph":
        return { as_graph: { name: `subgraph_${this.counter.graphs++}`, graph: this.nested(literal.graph) } };
      default:
        throw new NotWritable("a condition on sizes stands where the file has no form for one");
    }
  }

  private list(items: readonly Argument[], info: CallArgument | null): object {
    const tensors = items.some((item) => item instanceof Node && this.isTensor(item));
    if (info?.base === "Tensor" || tensors) {
      if (info?.optionalElements === true || items.includes(null)) {
        return { as_optional_tensors: items.map((item) => this.argument(item, null)) };
      }
      return { as_tensors: items.map((item) => Object.values(this.argument(item, null))[0] as object) };
    }
    if (items.some((item) => item instanceof Node)) {
      return {
        as_sym_ints: items.map((item) =>
          item instanceof Node
            ? (Object.values(this.declared(item.name, item.meta.value))[0] as object)
            : { as_int: item as number },
        ),
      };
    }
    const floats = items.some(
      (item) => typeof item === "object" && item !== null && "kind" in item && item.kind === "float",
    );
    if (info?.base === "float" || floats) {
      return {
        as_floats: items.map((item) =>
          floatValue(typeof item === "object" && item !== null && "value" in item ? Number(item.value) : Number(item)),
        ),
      };
    }
    if (items.some((item) => typeof item === "boolean")) return { as_bools: items };
    if (items.some((item) => typeof item === "string")) return { as_strings: items };
    return { as_ints: items };
  }

  private isTensor({ meta: { value } }: Node): boolean {
    return value !== null && !Array.isArray(value) && !("kind" in value);
  }

  private nested(graph: Graph): object {
    const inner = new GraphFileWriter(graph, this.sizes, this.schemaOf, new Set(), this.counter);
    const inputs = graph.nodes
      .filter((node) => node.op === "placeholder")
      .map((node) => inner.declared(node.name, node.meta.value));
    const results = graph.outputs;
    const list: readonly Argument[] = Array.isArray(results) ? results : [results];
    return inner.json(
      inputs,
      list.map((result) => inner.argument(result, null)),
      false,
    );
  }
}

function fileTarget(target: string, operator: string | undefined): string {
  if (operator === undefined) return `torch.ops.${target}`;
  return operator.startsWith("sym_") ? `torch.${operator}` : target;
}

/** The stack in Python's form, outermost first, and the modules around. */
function metadataOf({ stack, modules }: NodeMeta): Record<string, string> {
  const metadata: Record<string, string> = {};
  const lines = [...stack].reverse().flatMap(({ span, name }) => {
    if (span === null) return [];
    return [`  File "${span.file}", line ${span.line}, in ${name.slice(name.lastIndexOf(".") + 1)}\n`];
  });
  if (lines.length > 0) metadata["stack_trace"] = lines.join("").trimStart();
  if (modules.length > 0) {
    const entries = modules.map(({ path, className, call }) => {
      const place = call > 1 ? `${path}@${call - 1}` : path;
      const key = `L__self__${path === "" ? "" : `_${path.replaceAll(".", "_")}`}`;
      return `${key},${place},${className}`;
    });
    metadata["nn_module_stack"] = entries.join(";");
  }
  return metadata;
}
