/** A capture in progress: the graph, the tensors' nodes, the modules that are running. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import type { PyDict } from "../../dynamo/objects/dict.ts";
import { RuntimeErrorType } from "../../dynamo/objects/exception_types.ts";
import type { PyObject } from "../../dynamo/objects/object.ts";
import { PySetBase } from "../../dynamo/objects/set.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import type { InputSpec, TensorData } from "../../fx/exported_program.ts";
import { type Argument, Graph, type ModuleFrame, type Node, type NodeMeta, type NodeValue } from "../../fx/graph.ts";
import { RESERVED, snakeCase } from "../../fx/node_names.ts";
import { ShapeEnv } from "../../shapes/env.ts";
import { tensorEntries, walkModules, walkTensors } from "../nn/module_type.ts";
import { PyTensor } from "../tensor/tensor.ts";
import type { NestedGraph, Tracer } from "../tracer.ts";
import { TORCH_VERSION } from "../version.ts";
import { raiseInputMutation } from "./errors.ts";

interface BufferAssignment {
  readonly buffers: PyDict;
  readonly name: string;
  readonly old: PyTensor;
}

/** The graph of a branch or loop body that is being captured. */
interface Nesting {
  readonly graph: Graph;
  readonly use: string;
  readonly lifted: Map<PyTensor, Node>;
}

export class GraphTracer implements Tracer {
  readonly shapes = new ShapeEnv();
  /** The program's graph. */
  readonly graph = new Graph();
  /** Bodies that are being captured, outermost first. */
  private readonly nestings: Nesting[] = [];
  readonly modules: ModuleFrame[] = [];
  readonly inputs: InputSpec[] = [];
  readonly state = new Map<string, TensorData>();
  private readonly vm: Interpreter;
  /** Parameters, buffers and constants that became inputs. */
  private readonly lifted = new Map<PyTensor, Node>();
  /** The same, as they were before the program wrote to them. */
  private readonly placeholders = new Map<PyTensor, Node>();
  private readonly paths = new Map<object, string>();
  private readonly calls = new Map<string, number>();
  /** Where the next constant's placeholder goes: before the user's inputs. */
  private constantsEnd = 0;
  private constants = 0;
  private readonly reserved = new Map<Graph, Set<string>>();
  private attributeNames: Map<PyTensor, string> | null = null;
  private readonly root: PyObject | null;
  private readonly assignments: BufferAssignment[] = [];

  /** `root` is the module being exported; null for a function. */
  constructor(vm: Interpreter, root: PyObject | null) {
    this.vm = vm;
    this.root = root;
    if (root === null) return;
    for (const [path, module] of walkModules(root)) this.paths.set(module, path);
    // A tensor with several names has a placeholder for each; the program uses the last.
    for (const kind of ["_parameters", "_buffers"] as const) {
      for (const [target, tensor, module, name] of walkTensors(root, kind, "", true, true)) {
        const buffer = kind === "_buffers";
        const temporary = module.getOwn("_non_persistent_buffers_set");
        const persistent = !buffer || !(temporary instanceof PySetBase && temporary.has(vm, name));
        this.addState(buffer ? "buffer" : "parameter", buffer ? "b_" : "p_", target, tensor, persistent);
      }
    }
  }

  private meta(value: NodeValue): NodeMeta {
    return { value, span: this.vm.currentSpan(), stack: this.vm.stack(), modules: [...this.modules] };
  }

  private addState(
    kind: "parameter" | "buffer" | "constant",
    prefix: string,
    target: string,
    tensor: PyTensor,
    persistent: boolean,
  ): Node {
    const name =
      prefix +
      target
        .replace(/^self_/, "")
        .replace(/[^a-zA-Z0-9]/g, "_")
        .toLowerCase();
    const node = this.graph.add(
      "placeholder",
      name,
      [],
      {},
      { value: tensor.meta, span: null, stack: [], modules: [] },
      name,
    );
    node.target = node.name;
    // It was appended; its place is after the state that is there already.
    this.graph.nodes.pop();
    this.graph.nodes.splice(this.constantsEnd, 0, node);
    this.inputs.splice(this.constantsEnd, 0, { kind, name: node.name, target, persistent });
    this.constantsEnd++;
    this.lifted.set(tensor, node);
    this.placeholders.set(tensor, node);
    this.state.set(target, tensor.value);
    return node;
  }

  /** A placeholder for a leaf of the user's arguments. */
  addInput(name: string, value: NodeValue, constant: Argument | undefined): Node {
    const node = this.graph.add("placeholder", name, [], {}, { value, span: null, stack: [], modules: [] }, name);
    node.target = node.name;
    this.inputs.push(
      constant === undefined
        ? { kind: "user_input", name: node.name }
        : { kind: "constant_input", name: node.name, value: constant },
    );
    return node;
  }

  record(
    target: string,
    args: readonly Argument[],
    kwargs: Readonly<Record<string, Argument>>,
    value: NodeValue,
    name: string,
  ): Node {
    this.vm.charge(50);
    const base = snakeCase(name);
    const { current } = this;
    const reserved = this.reservedOf(current);
    if (RESERVED.has(base) && !reserved.has(base)) {
      reserved.add(base);
      current.uniqueName(base);
    }
    return current.add("call_function", target, args, kwargs, this.meta(value), base);
  }

  private reservedOf(graph: Graph): Set<string> {
    const found = this.reserved.get(graph) ?? new Set<string>();
    this.reserved.set(graph, found);
    return found;
  }

  /** The graph that calls go to. */
  private get current(): Graph {
    return this.nestings.at(-1)?.graph ?? this.graph;
  }

  nested<T>(use: string, work: (graph: Graph) => T): NestedGraph<T> {
    const nesting: Nesting = { graph: new Graph(), use, lifted: new Map() };
    this.nestings.push(nesting);
    try {
      const result = work(nesting.graph);
      return { graph: nesting.graph, result, lifted: nesting.lifted };
    } finally {
      this.nestings.pop();
    }
  }

  placeholder(name: string, value: NodeValue): Node {
    const node = this.current.add("placeholder", name, [], {}, { value, span: null, stack: [], modules: [] }, name);
    node.target = node.name;
    return node;
  }

  nodeOf(tensor: PyTensor): Node {
    const nesting = this.nestings.at(-1);
    if (nesting === undefined) return this.outerNode(tensor);
    const own = tensor.binding?.tracer === this && tensor.binding.node.graph === nesting.graph;
    if (own && tensor.binding !== null) return tensor.binding.node;
    const known = nesting.lifted.get(tensor);
    if (known !== undefined) return known;
    this.checkReach(tensor);
    const node = this.placeholder("arg", tensor.meta);
    nesting.lifted.set(tensor, node);
    return node;
  }

  /** A tensor that a branch or loop body made exists in that body alone. */
  private checkReach(tensor: PyTensor): void {
    if (tensor.binding?.tracer !== this) return;
    const { graph } = tensor.binding.node;
    if (graph === this.graph || this.nestings.some((n) => n.graph === graph)) return;
    raise(
      this.vm,
      RuntimeErrorType,
      "a tensor that was made in a branch or loop body of a control-flow operator is used outside of it: return it from the function instead",
      { ruleId: "DYN2004" },
    );
  }

  /** The tensor's node in the program's own graph. */
  private outerNode(tensor: PyTensor): Node {
    this.checkReach(tensor);
    if (tensor.binding?.tracer === this) return tensor.binding.node;
    const known = this.lifted.get(tensor);
    if (known !== undefined) return known;
    const target = this.attributeName(tensor) ?? `lifted_tensor_${this.constants++}`;
    return this.addState("constant", "c_", target, tensor, true);
  }

  bind(tensor: PyTensor, node: Node): void {
    const nesting = this.nestings.at(-1);
    if (nesting !== undefined && tensor.binding?.node.graph !== nesting.graph && this.owns(tensor)) {
      raiseInputMutation(this.vm, nesting.use);
    }
    if (this.lifted.has(tensor)) this.lifted.set(tensor, node);
    else tensor.binding = { tracer: this, node };
  }

  owns(tensor: PyTensor): boolean {
    return tensor.binding?.tracer === this || this.lifted.has(tensor);
  }

  speculate<T>(work: () => T): T {
    return this.current.withoutCalls(work);
  }

  enterModule(module: object, className: string): () => void {
    const path = this.paths.get(module) ?? "";
    const call = (this.calls.get(path) ?? 0) + 1;
    this.calls.set(path, call);
    const [top = ""] = className.split(".");
    this.modules.push({ path, className, packageVersion: top === "torch" ? TORCH_VERSION : null, call });
    return () => {
      this.modules.pop();
    };
  }

  assignBuffer(buffers: PyDict, name: string, old: PyTensor): void {
    if (!this.assignments.some((a) => a.buffers === buffers && a.name === name)) {
      this.assignments.push({ buffers, name, old });
    }
  }

  /** Buffers that the program replaced: their new values are copied into them, and the module gets the old ones back. */
  finishBuffers(): void {
    for (const { buffers, name, old } of this.assignments) {
      const value = buffers.getStr(name);
      buffers.setStr(name, old);
      const node = this.placeholders.get(old);
      if (!(value instanceof PyTensor) || node === undefined) continue;
      this.record("aten.copy_.default", [node, this.nodeOf(value)], {}, old.meta, "copy__default");
    }
  }

  /** The dotted name of a tensor that a module holds as a plain attribute. */
  private attributeName(tensor: PyTensor): string | null {
    if (this.attributeNames === null) {
      this.attributeNames = new Map();
      for (const [path, module] of this.root === null ? [] : walkModules(this.root)) {
        const registered = new Set(
          [...tensorEntries(module, "_parameters"), ...tensorEntries(module, "_buffers")].map(([, t]) => t),
        );
        for (const [name, value] of module.attrs ?? []) {
          if (!(value instanceof PyTensor) || registered.has(value) || this.attributeNames.has(value)) continue;
          this.attributeNames.set(value, path === "" ? name : `${path}.${name}`);
        }
      }
    }
    return this.attributeNames.get(tensor) ?? null;
  }
}
