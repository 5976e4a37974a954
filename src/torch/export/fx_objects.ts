/** `torch.fx.Graph` and `Node` over a captured graph: what a program may read of `exported.graph`. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyComplex } from "../../dynamo/objects/complex.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { float } from "../../dynamo/objects/float.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import { defineGetSet, defineMethods } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { getAttr } from "../../dynamo/protocols/attribute.ts";
import { equals } from "../../dynamo/protocols/operator.ts";
import { type Argument, type Graph, Node, type NodeValue } from "../../fx/graph.ts";
import { isTensorMeta } from "../../ops/lowering.ts";
import { materializeSymInts } from "../../ops/passes/materialize_symints.ts";
import type { ShapeGuards } from "../../ops/types.ts";
import { higherOrder } from "../module/higher_order_object.ts";
import { PyOverload } from "../module/operators.ts";
import { PyDevice } from "../objects/device.ts";
import { PyNamed, pyDType } from "../objects/dtype.ts";
import { pySymBool, pySymInt } from "../objects/symbolic.ts";
import { torchState } from "../state.ts";
import { tensorOfValue } from "../tensor/factory.ts";
import { printGraph } from "./print.ts";

export const graphType = nativeType("Graph", { module: "torch.fx.graph" });
export const nodeType = nativeType("Node", { module: "torch.fx.node" });
export const graphModuleType = nativeType("GraphModule", { module: "torch.fx.graph_module", hasDict: true });

/** `torch.fx.Graph`: the nodes are made once, so that they can be compared and be keys. */
export class PyGraph extends PyObject {
  readonly graph: Graph;
  readonly nodes: readonly PyNode[];
  constructor(vm: Interpreter, graph: Graph, guards: ShapeGuards) {
    super(graphType);
    this.graph = materializeSymInts(graph, guards);
    this.nodes = nodesOf(vm, this, guards);
  }
}

export class PyNode extends PyObject {
  readonly owner: PyGraph;
  readonly op: string;
  readonly name: string;
  readonly target: PyValue;
  readonly args: PyValue;
  readonly kwargs: PyDict;
  readonly meta: PyDict;
  readonly inputs: readonly PyNode[];
  readonly users: PyNode[] = [];
  constructor(
    owner: PyGraph,
    parts: { op: string; name: string; target: PyValue; args: PyValue; kwargs: PyDict; meta: PyDict },
    inputs: readonly PyNode[],
  ) {
    super(nodeType);
    this.owner = owner;
    this.op = parts.op;
    this.name = parts.name;
    this.target = parts.target;
    this.args = parts.args;
    this.kwargs = parts.kwargs;
    this.meta = parts.meta;
    this.inputs = inputs;
    for (const input of inputs) input.users.push(this);
  }
}

/** A subgraph as the module that `get_attr` gets. */
class PyGraphModule extends PyObject {
  readonly graph: PyGraph;
  constructor(graph: PyGraph) {
    super(graphModuleType);
    this.graph = graph;
  }
}

export function graphModule(graph: PyGraph): PyObject {
  return new PyGraphModule(graph);
}

/** The names of the attributes that hold the subgraphs of an operator of control flow, by the argument's position. */
const SUBGRAPHS: Readonly<Record<string, readonly string[]>> = {
  cond: ["graph", "true_graph", "false_graph"],
  while_loop: ["while_loop_cond_graph", "while_loop_body_graph"],
  scan: ["scan_combine_graph"],
  map_impl: ["body_graph"],
};

function nodesOf(vm: Interpreter, owner: PyGraph, guards: ShapeGuards): PyNode[] {
  const made = new Map<Node, PyNode>();
  const nodes: PyNode[] = [];
  const counts = new Map<string, number>();
  const add = (node: PyNode): PyNode => {
    nodes.push(node);
    return node;
  };
  const subgraph = (node: Node, position: number, graph: Graph): PyNode => {
    const operator = node.target.split(".")[1] ?? "";
    const base = SUBGRAPHS[operator]?.[position] ?? "graph";
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    const name = `${base}_${count}`;
    const meta = PyDict.fromStrings([["val", graphModule(new PyGraph(vm, graph, guards))]]);
    const parts = { op: "get_attr", name, target: name, args: new PyTuple([]), kwargs: new PyDict(), meta };
    return add(new PyNode(owner, parts, []));
  };
  for (const node of owner.graph.nodes) {
    const inputs: PyNode[] = [];
    const value = (argument: Argument, position: number): PyValue => {
      if (argument instanceof Node) {
        const found = made.get(argument);
        if (found === undefined) throw new Error(`${argument.name} is used before it is made`);
        if (!inputs.includes(found)) inputs.push(found);
        return found;
      }
      if (isList(argument)) return new PyList(argument.map((a) => value(a, position)));
      if (typeof argument === "object" && argument !== null && argument.kind === "graph") {
        return subgraph(node, position, argument.graph);
      }
      return literal(vm, argument);
    };
    const args = new PyTuple(node.args.map((a, i) => value(a, i)));
    const kwargs = PyDict.fromStrings(Object.entries(node.kwargs).map(([k, v]) => [k, value(v, -1)]));
    const parts = { op: node.op, name: node.name, target: targetOf(vm, node), args, kwargs, meta: metaOf(vm, node) };
    made.set(node, add(new PyNode(owner, parts, inputs)));
  }
  return nodes;
}

function targetOf(vm: Interpreter, node: Node): PyValue {
  if (node.op !== "call_function") return node.target;
  const [namespace = "", name = ""] = node.target.split(".");
  if (namespace === "_operator") {
    return name.startsWith("sym_")
      ? getAttr(vm, vm.importModule("torch"), name)
      : getAttr(vm, vm.importModule("operator"), name);
  }
  if (namespace === "higher_order") return higherOrder(name);
  return new PyOverload(node.target);
}

function metaOf(vm: Interpreter, node: Node): PyDict {
  const meta = new PyDict();
  if (node.op === "output") return meta;
  meta.setStr("val", exampleOf(vm, node.meta.value));
  const { span } = node.meta;
  if (span !== null) meta.setStr("stack_trace", `File "${span.file}", line ${span.line}`);
  return meta;
}

/** The fake value of a node. */
function exampleOf(vm: Interpreter, value: NodeValue): PyValue {
  if (value === null) return null;
  if (isTensorMeta(value)) {
    const state = torchState(vm);
    return tensorOfValue(state, state.valueOf(value, { kind: "absent", reason: "a node of a graph has no data" }));
  }
  if (isValueList(value)) return new PyTuple(value.map((v) => exampleOf(vm, v)));
  if (!("kind" in value)) throw new Error("a node has a value of no kind");
  switch (value.kind) {
    case "symint":
      return pySymInt(vm, value.expr);
    case "symbool":
      return pySymBool(value.expr);
    case "constant":
      return value.value instanceof Node || isList(value.value) ? null : literal(vm, value.value);
  }
}

function literal(vm: Interpreter, argument: Exclude<Argument, Node | readonly Argument[]>): PyValue {
  if (argument === null || typeof argument !== "object") return argument;
  switch (argument.kind) {
    case "float":
      return float(argument.value);
    case "complex":
      return new PyComplex(argument.re, argument.im);
    case "dtype":
      return pyDType(argument.dtype);
    case "device":
      return new PyDevice(argument.device);
    case "memory_format":
      return new PyNamed("memory_format", argument.format);
    case "layout":
      return new PyNamed("layout", argument.layout);
    case "symint":
      return pySymInt(vm, argument.expr);
    case "symbool":
      return pySymBool(argument.expr);
    case "graph":
      throw new Error("a subgraph is no literal");
  }
}

function isList(argument: Argument): argument is readonly Argument[] {
  return Array.isArray(argument);
}
function isValueList(value: NodeValue): value is readonly NodeValue[] {
  return Array.isArray(value);
}

defineMethods(graphType, {
  "__repr__(self)": (_vm, self: PyGraph) => printGraph(self.graph),
  "print_tabular(self)": (vm, self: PyGraph) => {
    vm.stdout(`${printGraph(self.graph)}\n`);
    return null;
  },
  "find_nodes(self, *, op, target=None, sort=True)": (vm: Interpreter, self: PyGraph, op: PyValue, target: PyValue) => {
    const same = (n: PyNode) => target === null || equals(vm, n.target, target);
    return new PyList(self.nodes.filter((n) => n.op === op && same(n)));
  },
});
defineGetSet(graphType, { nodes: { get: (_vm, self) => new PyList((self as PyGraph).nodes.slice()) } });

defineMethods(nodeType, {
  "__repr__(self)": (_vm, self: PyNode) => self.name,
});
defineGetSet(nodeType, {
  op: { get: (_vm, self) => (self as PyNode).op },
  name: { get: (_vm, self) => (self as PyNode).name },
  target: { get: (_vm, self) => (self as PyNode).target },
  args: { get: (_vm, self) => (self as PyNode).args },
  kwargs: { get: (_vm, self) => (self as PyNode).kwargs },
  meta: { get: (_vm, self) => (self as PyNode).meta },
  graph: { get: (_vm, self) => (self as PyNode).owner },
  all_input_nodes: { get: (_vm, self) => new PyList((self as PyNode).inputs.slice()) },
  users: {
    get: (vm, self) => {
      const result = new PyDict();
      for (const user of (self as PyNode).users) result.set(vm, user, null);
      return result;
    },
  },
});
defineGetSet(graphModuleType, { graph: { get: (_vm, self) => (self as PyGraphModule).graph } });
