/** A graph of the schema as an FX graph: calls with their arguments, results taken apart by `getitem`, nested graphs. */

import type { Span, StackFrame } from "../../diagnostics/span.ts";
import { type Argument, Graph, type ModuleFrame, type Node, type NodeMeta, type NodeValue } from "../../fx/graph.ts";
import type { SymBool, SymInt } from "../../shapes/types.ts";
import { readSymBool, readSymInt } from "./expressions.ts";
import type { Json, Reader } from "./json.ts";
import { deviceOf, dtypeOf, layoutOf, memoryFormatOf, tensorMetaOf } from "./values.ts";

/** Nothing is left of these in a graph for inference: sizes are expressions here, and assertions have no result. */
const WITHOUT_NODE =
  /^(_operator|math)\.|^torch\.(sym_|_sym_)|^torch\.ops\.aten\.(sym_(size|stride|numel|storage_offset|constrain_range|constrain_range_for_size)|_assert_(scalar|tensor_metadata|async))\./;

export class GraphReader {
  readonly graph = new Graph();
  private readonly reader: Reader;
  private readonly json: Json;
  private readonly torchVersion: string;
  private readonly nodes = new Map<string, Node>();

  constructor(reader: Reader, json: Json, torchVersion: string) {
    this.reader = reader;
    this.json = json;
    this.torchVersion = torchVersion;
  }

  tensor(name: string): NodeValue {
    const values = this.reader.object(this.json["tensor_values"], "the table of tensors");
    return tensorMetaOf(this.reader, values[name] ?? this.reader.fail(`the tensor ${name} is not described`));
  }

  placeholder(name: string, value: NodeValue): Node {
    const node = this.graph.add("placeholder", name, [], {}, plain(value), name);
    node.target = node.name;
    this.nodes.set(name, node);
    return node;
  }

  calls(): void {
    for (const item of this.reader.list(this.json["nodes"], "the list of nodes")) {
      const node = this.reader.object(item, "a node");
      const target = this.reader.text(node["target"], "a node's target");
      if (!WITHOUT_NODE.test(target)) this.call(node, target.replace(/^torch\.ops\./, ""));
    }
  }

  output(values: readonly Argument[]): void {
    this.graph.add("output", "output", [values], {}, plain(null), "output");
  }

  private call(json: Json, target: string): void {
    const { reader } = this;
    if (!/^\w+\.\w+(\.\w+)?$/.test(target)) reader.fail(`the operator ${target} is not read`);
    const args: Argument[] = [];
    const kwargs: Record<string, Argument> = {};
    for (const item of reader.list(json["inputs"], `the arguments of ${target}`)) {
      const input = reader.object(item, `an argument of ${target}`);
      const value = this.argument(input["arg"]);
      if (input["kind"] === 2) kwargs[reader.text(input["name"], "an argument's name")] = value;
      else args.push(value);
    }
    const outputs = reader.list(json["outputs"], `the results of ${target}`).map((o) => reader.union(o, "a result"));
    const meta = this.meta(json["metadata"]);
    const own = typeof json["name"] === "string" ? json["name"] : null;
    const [first] = outputs;
    const nested = target.startsWith("higher_order.");
    if (first === undefined) {
      this.graph.add("call_function", target, args, kwargs, { ...meta, value: null }, own ?? "call");
    } else if (outputs.length === 1 && first[0] !== "as_tensors" && !nested) {
      const { name, value } = this.result(first);
      this.nodes.set(name, this.graph.add("call_function", target, args, kwargs, { ...meta, value }, name));
    } else {
      const parts = outputs.flatMap((o) =>
        o[0] === "as_tensors"
          ? reader.list(o[1], "a list of results").map((t) => this.result(["as_tensor", t]))
          : [this.result(o)],
      );
      const values = parts.map(({ value }) => value);
      const base = own ?? target.split(".")[1] ?? "call";
      const node = this.graph.add("call_function", target, args, kwargs, { ...meta, value: values }, base);
      for (const [i, { name, value }] of parts.entries()) {
        const item = this.graph.add("call_function", "_operator.getitem", [node, i], {}, { ...meta, value }, name);
        this.nodes.set(name, item);
      }
    }
  }

  private result([kind, inner]: readonly [string, unknown]): { name: string; value: NodeValue } {
    const { reader } = this;
    if (kind === "as_tensor") {
      const name = reader.text(reader.object(inner, "a result")["name"], "a result's name");
      return { name, value: this.tensor(name) };
    }
    if (kind === "as_sym_int" || kind === "as_sym_bool") {
      const name = reader.text(reader.object(inner, "a result")["as_name"], "a result's name");
      const value: NodeValue =
        kind === "as_sym_int"
          ? { kind: "symint", expr: this.symInt(name) }
          : { kind: "symbool", expr: this.symBool(name) };
      return { name, value };
    }
    return reader.fail(`a result is given as ${kind}, which is not read`);
  }

  private symInt(name: string): SymInt {
    const values = this.reader.object(this.json["sym_int_values"], "the table of sizes");
    const [kind, inner] = this.reader.union(values[name], `the size ${name}`);
    if (kind === "as_int") return Number(inner);
    return readSymInt(this.reader, this.reader.text(this.reader.object(inner, "a size")["expr_str"], "a size"));
  }

  private symBool(name: string): SymBool {
    const values = this.reader.object(this.json["sym_bool_values"], "the table of conditions");
    const [kind, inner] = this.reader.union(values[name], `the condition ${name}`);
    if (kind === "as_bool") return inner === true;
    return readSymBool(this.reader, this.reader.text(this.reader.object(inner, "a condition")["expr_str"], "it"));
  }

  node(value: unknown): Node {
    const name = this.reader.text(this.reader.object(value, "a tensor")["name"], "a tensor's name");
    return this.nodes.get(name) ?? this.reader.fail(`the tensor ${name} is used before it is made`);
  }

  /** The argument of any kind that the schema has. */
  argument(value: unknown): Argument {
    const { reader } = this;
    const [kind, inner] = reader.union(value, "an argument");
    const each = (read: (item: unknown) => Argument): Argument => reader.list(inner, "an argument").map(read);
    switch (kind) {
      case "as_none":
        return null;
      case "as_tensor":
        return this.node(inner);
      case "as_tensors":
        return each((item) => this.node(item));
      case "as_optional_tensor":
        return this.optional(inner);
      case "as_optional_tensors":
        return each((item) => this.optional(item));
      case "as_nested_tensors":
        return each((item) => reader.list(item, "a list of tensors").map((t) => this.node(t)));
      case "as_int":
        return reader.integer(inner, "an argument");
      case "as_ints":
        return each((item) => reader.integer(item, "an argument"));
      case "as_int_lists":
        return each((item) => reader.list(item, "a list").map((n) => reader.integer(n, "an argument")));
      case "as_float":
        return { kind: "float", value: reader.float(inner, "an argument") };
      case "as_floats":
        return each((item) => ({ kind: "float", value: reader.float(item, "an argument") }));
      case "as_bool":
      case "as_string":
        return inner as boolean | string;
      case "as_bools":
      case "as_strings":
        return each((item) => item as boolean | string);
      case "as_sym_int":
        return this.symbolicInt(inner);
      case "as_sym_ints":
        return each((item) => this.symbolicInt(item));
      case "as_sym_bool":
        return this.symbolicBool(inner);
      case "as_sym_bools":
        return each((item) => this.symbolicBool(item));
      case "as_scalar_type":
        return { kind: "dtype", dtype: dtypeOf(reader, inner) };
      case "as_memory_format":
        return { kind: "memory_format", format: memoryFormatOf(reader, inner) };
      case "as_layout":
        return { kind: "layout", layout: layoutOf(reader, inner) };
      case "as_device":
        return { kind: "device", device: deviceOf(reader, inner) };
      case "as_complex": {
        const { real, imag } = reader.object(inner, "a complex number");
        return { kind: "complex", re: reader.float(real, "it"), im: reader.float(imag, "it") };
      }
      case "as_graph":
        return { kind: "graph", graph: this.nested(reader.object(inner, "a graph")) };
      default:
        return reader.fail(`an argument is given as ${kind}, which is not read`);
    }
  }

  private optional(value: unknown): Argument {
    const [kind, inner] = this.reader.union(value, "an argument");
    return kind === "as_none" ? null : this.node(inner);
  }

  private symbolicInt(value: unknown): Argument {
    const [kind, inner] = this.reader.union(value, "a size");
    if (kind === "as_int") return this.reader.integer(inner, "a size");
    const expr = this.symInt(this.reader.text(inner, "a size's name"));
    return typeof expr === "number" ? expr : { kind: "symint", expr };
  }

  private symbolicBool(value: unknown): Argument {
    const [kind, inner] = this.reader.union(value, "a condition");
    if (kind === "as_bool") return inner === true;
    const expr = this.symBool(this.reader.text(inner, "a condition's name"));
    return typeof expr === "boolean" ? expr : { kind: "symbool", expr };
  }

  /** A branch or a loop's body. */
  private nested(json: Json): Graph {
    const { reader } = this;
    const inner = new GraphReader(reader, reader.object(json["graph"], "a graph"), this.torchVersion);
    for (const item of reader.list(inner.json["inputs"], "a graph's inputs")) {
      const [kind, value] = reader.union(item, "a graph's input");
      if (kind === "as_tensor") {
        const name = reader.text(reader.object(value, "an input")["name"], "an input's name");
        inner.placeholder(name, inner.tensor(name));
      } else if (kind === "as_sym_int") {
        const name = reader.text(reader.object(value, "an input")["as_name"], "an input's name");
        inner.placeholder(name, { kind: "symint", expr: inner.symInt(name) });
      } else reader.fail(`a nested graph has an input given as ${kind}, which is not read`);
    }
    inner.calls();
    inner.output(reader.list(inner.json["outputs"], "a graph's outputs").map((o) => inner.argument(o)));
    return inner.graph;
  }

  private meta(value: unknown): NodeMeta {
    const metadata = this.reader.object(value ?? {}, "a node's metadata");
    const stack = frames(metadata["stack_trace"]);
    const own = stack.find(({ span }) => span !== null && !/(site|dist)-packages/.test(span.file)) ?? stack[0];
    return {
      value: null,
      span: own?.span ?? null,
      stack,
      modules: modules(metadata["nn_module_stack"], this.torchVersion),
    };
  }
}

const plain = (value: NodeValue): NodeMeta => ({ value, span: null, stack: [], modules: [] });

/** `File "x.py", line 7, in forward` and the line of source, innermost last; here innermost first. */
function frames(text: unknown): StackFrame[] {
  if (typeof text !== "string") return [];
  const found: StackFrame[] = [];
  for (const [, file = "", line = "1", name = ""] of text.matchAll(/^\s*File "([^"]+)", line (\d+), in (.+)$/gm)) {
    const number = Number(line);
    const span: Span = { file, line: number, column: 1, endLine: number, endColumn: 1 };
    found.unshift({ span, name });
  }
  return found;
}

/** `key,path,class` joined by semicolons; a path's `@2` counts the calls of one module. */
function modules(text: unknown, torchVersion: string): ModuleFrame[] {
  if (typeof text !== "string" || text === "") return [];
  return text.split(";").flatMap((entry): ModuleFrame[] => {
    const [key = "", path = "", className = ""] = entry.split(",");
    if (className === "" || key.startsWith("_empty")) return [];
    const [plainPath = "", call = "0"] = path.split("@");
    const packageVersion = className.startsWith("torch.") ? torchVersion : null;
    return [{ path: plainPath, className, packageVersion, call: Number(call) + 1 }];
  });
}
