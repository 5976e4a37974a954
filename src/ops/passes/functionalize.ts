/**
 * Makes a graph functional: in-place operators become their functional forms, and writes through views are written back into the
 * tensor that owns the storage, as PyTorch's run_decompositions does. Inputs and buffers that change become extra outputs.
 */

import type { ExportedProgram, OutputSpec } from "../../fx/exported_program.ts";
import { type Argument, type Graph, Node } from "../../fx/graph.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { mapArgument } from "../../fx/walk.ts";
import { functionalTarget } from "../inplace.ts";
import { isTensorMeta } from "../lowering.ts";
import { viewStrides } from "../strides.ts";
import { opTable } from "../table.ts";
import { OpError, type ShapeGuards } from "../types.ts";
import { GraphWriter, tensorMetaOf } from "./graph_writer.ts";
import { replayView, type ViewStep, writeThrough } from "./replay_views.ts";

/** A storage: the node that holds its newest content, counted up at each write. */
interface Storage {
  current: Node;
  version: number;
}

/** What an old node is now: a chain of views of a storage. */
interface Alias {
  readonly storage: Storage;
  readonly steps: readonly ViewStep[];
  node: Node;
  version: number;
}

export interface Functionalized {
  readonly graph: Graph;
  /** Placeholders (of the new graph) whose content changed, with the node that has the new content. */
  readonly mutated: ReadonlyMap<Node, Node>;
  readonly changed: boolean;
}

/** Operators that write to arguments beside their results: the functional form's first results are theirs, others are what is written. */
const WRITING_FORMS: Readonly<
  Record<string, { readonly functional: string; readonly writes: readonly (readonly [number, number])[] }>
> = {
  "aten._native_batch_norm_legit.default": {
    functional: "aten._native_batch_norm_legit_functional.default",
    writes: [
      [3, 3],
      [4, 4],
    ],
  },
  "aten._batch_norm_with_update.default": {
    functional: "aten._batch_norm_with_update_functional.default",
    writes: [
      [3, 4],
      [4, 5],
    ],
  },
};

export function functionalizeGraph(graph: Graph, guards: ShapeGuards): Functionalized {
  const writer = new GraphWriter(guards);
  const aliases = new Map<Node, Alias>();
  const plain = new Map<Node, Argument>();
  /** Views that are lists of tensors; their items are aliases. */
  const lists = new Map<Node, { alias: Alias; step: ViewStep }>();
  const placeholders: { node: Node; storage: Storage }[] = [];
  let changed = false;

  const own = (old: Node, node: Node): Storage => {
    const storage: Storage = { current: node, version: 0 };
    aliases.set(old, { storage, steps: [], node, version: 0 });
    return storage;
  };

  /** The newest value of an old node. */
  const read = (old: Node): Argument => {
    const alias = aliases.get(old);
    if (!alias) return plain.get(old) ?? old;
    if (alias.version !== alias.storage.version) {
      alias.node = alias.steps.reduce((node, step) => replayView(writer, step, node), alias.storage.current);
      alias.version = alias.storage.version;
    }
    return alias.node;
  };
  const map = (arg: Argument): Argument =>
    mapArgument(arg, (leaf) => {
      if (leaf instanceof Node) return read(leaf);
      return typeof leaf === "object" && leaf?.kind === "graph" ? body(leaf.graph) : leaf;
    });

  /** The body of an operator of control flow, which may write to its own tensors only. */
  const body = (inner: Graph): Argument => {
    const result = functionalizeGraph(inner, guards);
    if (result.mutated.size > 0)
      throw new OpError("NotImplementedError", "a branch or loop body that writes to its inputs is not supported");
    changed = changed || result.changed;
    return { kind: "graph", graph: result.graph };
  };

  /** Stores `value` where `target` points. */
  const write = (target: Node, value: Node): void => {
    const alias = aliases.get(target);
    if (!alias) throw new Error(`${target.name} is written to, but is no tensor`);
    alias.storage.current = writeThrough(writer, alias.steps, alias.storage.current, value);
    alias.storage.version++;
    alias.node = value;
    alias.version = alias.storage.version;
    changed = true;
  };

  for (const node of graph.nodes) {
    writer.source = node.meta;
    if (node.op === "placeholder") {
      const copy = writer.copy(node, [], {});
      if (isTensorMeta(node.meta.value)) placeholders.push({ node: copy, storage: own(node, copy) });
      else plain.set(node, copy);
      continue;
    }
    const args = node.args.map(map);
    const kwargs = Object.fromEntries(Object.entries(node.kwargs).map(([k, v]) => [k, map(v)]));
    if (node.op === "output") {
      writer.copy(node, args, kwargs);
      continue;
    }
    writer.source = node.meta;
    const self = node.args[0];
    if (/^aten\.resize_(as_)?\.default$/.test(node.target) && self instanceof Node) {
      // The tensor has another shape from here on: a storage of its own.
      own(node, writer.call(node.target.replace(/_\.default$/, ".default"), args, kwargs));
      aliases.set(self, aliases.get(node) ?? unknownAlias(node));
      changed = true;
      continue;
    }
    if (node.target === "aten.detach_.default" && self instanceof Node) {
      aliases.set(node, aliases.get(self) ?? unknownAlias(node));
      changed = true;
      continue;
    }
    if (node.target === "aten.copy_.default" && self instanceof Node && self.op === "placeholder") {
      const [, source] = args;
      if (source instanceof Node && sameLayout(tensorMetaOf(source), tensorMetaOf(self))) {
        write(self, source);
        aliases.set(node, aliases.get(self) ?? unknownAlias(node));
        continue;
      }
    }
    const functional = functionalTarget(node.target);
    if (functional !== null && self instanceof Node) {
      const value = fitted(writer, writer.call(functional, args, kwargs), tensorMetaOf(self));
      write(self, value);
      aliases.set(node, aliases.get(self) ?? unknownAlias(node));
      continue;
    }
    const entry = opTable.get(node.target);
    if (
      node.target === "aten.batch_norm.default" &&
      args[5] === true &&
      node.args[3] instanceof Node &&
      node.args[4] instanceof Node
    ) {
      const [
        input = null,
        weight = null,
        bias = null,
        mean = null,
        variance = null,
        training = null,
        momentum = null,
        eps = null,
      ] = args;
      const made = writer.call("aten._native_batch_norm_legit_functional.default", [
        input,
        weight,
        bias,
        mean,
        variance,
        training,
        momentum,
        eps,
      ]);
      const [result, , , newMean, newVariance] = [0, 1, 2, 3, 4].map((i) => writer.getItem(made, i));
      if (!result || !newMean || !newVariance) throw new Error("a batch norm without its results");
      own(node, result);
      write(node.args[3], newMean);
      write(node.args[4], newVariance);
      continue;
    }
    const form = WRITING_FORMS[node.target];
    if (form !== undefined) {
      const made = writer.call(form.functional, args, kwargs);
      plain.set(node, made);
      for (const [argument, result] of form.writes) {
        const target = node.args[argument];
        if (target instanceof Node) write(target, writer.getItem(made, result));
      }
      continue;
    }
    if (entry?.schema.args.some((a) => a.alias?.write))
      throw new Error(`${node.target} writes to an argument and has no functional form`);
    const copy = writer.copy(node, args, kwargs);
    const viewOf = self instanceof Node ? aliases.get(self) : undefined;
    const isView = entry !== null && entry.schema.args[0]?.alias != null && entry.schema.returns[0]?.alias != null;
    if (node.target === "_operator.getitem" && self instanceof Node) {
      const list = lists.get(self);
      if (list && isTensorMeta(node.meta.value)) {
        const step: ViewStep = { ...list.step, index: Number(node.args[1]) };
        aliases.set(node, {
          storage: list.alias.storage,
          steps: [...list.alias.steps, step],
          node: copy,
          version: list.alias.storage.version,
        });
      } else register(node, copy);
      continue;
    }
    if (isView && viewOf) {
      const step: ViewStep = {
        target: node.target,
        rest: args.slice(1),
        kwargs,
        index: null,
        from: tensorMetaOf(viewOf.node),
      };
      if (isTensorMeta(node.meta.value)) {
        if (isCopy(viewOf.node, copy)) own(node, copy);
        else
          aliases.set(node, {
            storage: viewOf.storage,
            steps: [...viewOf.steps, step],
            node: copy,
            version: viewOf.storage.version,
          });
      } else {
        lists.set(node, { alias: viewOf, step });
        plain.set(node, copy);
      }
      continue;
    }
    register(node, copy);
  }

  function register(old: Node, copy: Node): void {
    if (isTensorMeta(old.meta.value)) own(old, copy);
    else plain.set(old, copy);
  }

  const mutated = new Map<Node, Node>();
  for (const { node, storage } of placeholders) if (storage.current !== node) mutated.set(node, storage.current);
  return { graph: writer.graph, mutated, changed };
}

/** A tensor that the program was handed takes its new content over as it is. */
function sameLayout(a: TensorMeta, b: TensorMeta): boolean {
  return a.dtype === b.dtype && a.shape.length === b.shape.length && a.shape.every((d, i) => d === b.shape[i]);
}

/** `reshape`, `contiguous`, `flatten` and `to` alias their input only when nothing had to be copied. */
function isCopy(from: Node, to: Node): boolean {
  const a = tensorMetaOf(from);
  const b = to.meta.value;
  if (!isTensorMeta(b)) return false;
  if (/^aten\.(reshape|flatten|contiguous|reshape_as|ravel)\./.test(to.target))
    return a !== b && viewStrides(noGuards, a, b.shape) === null;
  if (!to.target.startsWith("aten.to.")) return false;
  const asked = to.kwargs["copy"] === true || to.args[copyFlagOfTo[to.target] ?? -1] === true;
  const moved = a.strides.some((stride, i) => stride !== b.strides[i]);
  return asked || moved || a.dtype !== b.dtype || a.device !== b.device;
}

/** Where `copy` stands among the positional arguments of the overloads of `to`. */
const copyFlagOfTo: Readonly<Record<string, number>> = {
  "aten.to.dtype": 3,
  "aten.to.device": 4,
  "aten.to.other": 3,
};

const noGuards: ShapeGuards = {
  decide: () => false,
  prove: (c) => (typeof c === "boolean" ? c : null),
  require: () => undefined,
  fresh: () => {
    throw new Error("no sizes are made here");
  },
  hint: (v) => (typeof v === "number" ? v : null),
  representative: (v) => typeof v === "number",
  typical: (v) => (typeof v === "number" ? v : 2),
  span: null,
};

function unknownAlias(node: Node): never {
  throw new Error(`${node.name} writes to a value that is no tensor of the graph`);
}

/** The result of a functional form in the type and shape of the tensor it is written to. */
function fitted(writer: GraphWriter, value: Node, self: TensorMeta): Node {
  let node = value;
  const meta = tensorMetaOf(node);
  if (meta.dtype !== self.dtype)
    node = writer.call("aten._to_copy.default", [node], { dtype: { kind: "dtype", dtype: self.dtype } });
  return node;
}

/** The program with a functional graph; outputs for mutated inputs come first, as in torch.export's signature. */
export function functionalize(program: ExportedProgram, guards: ShapeGuards): ExportedProgram {
  const { graph, mutated, changed } = functionalizeGraph(program.graph, guards);
  if (!changed) return program;
  const specs: OutputSpec[] = [];
  const extra: Argument[] = [];
  const placeholders = graph.nodes.filter((n) => n.op === "placeholder");
  for (const [i, node] of placeholders.entries()) {
    const value = mutated.get(node);
    const input = program.inputs[i];
    if (!value || !input) continue;
    extra.push(value);
    specs.push(mutationSpec(input, value.name, node.name));
  }
  const output = graph.nodes.at(-1);
  if (output?.op !== "output") throw new Error("the graph has no output node");
  const user = output.args[0] ?? null;
  output.args = [[...extra, ...(Array.isArray(user) ? (user as readonly Argument[]) : [user])]];
  return { ...program, graph, outputs: [...specs, ...program.outputs] };
}

function mutationSpec(input: ExportedProgram["inputs"][number], name: string, placeholder: string): OutputSpec {
  switch (input.kind) {
    case "buffer":
    case "constant":
      return { kind: "buffer_mutation", name, target: input.target };
    case "parameter":
      return { kind: "parameter_mutation", name, target: input.target };
    default:
      return { kind: "user_input_mutation", name, target: placeholder };
  }
}
