/** Rebuilds the graph of a recorded sample with the operator table's shape functions, and says where they differ from PyTorch's. */

import type { ExportedProgram, InputSpec, SymbolRange, TensorData } from "../../../src/fx/exported_program.ts";
import { type Argument, Graph, type Node, type NodeMeta, type NodeValue } from "../../../src/fx/graph.ts";
import type { TensorMeta } from "../../../src/fx/tensor_meta.ts";
import { bindNode, inferMeta } from "../../../src/ops/bind.ts";
import { isTensorMeta } from "../../../src/ops/lowering.ts";
import { opTable } from "../../../src/ops/table.ts";
import { compare } from "../../../src/shapes/bool.ts";
import { ShapeEnv } from "../../../src/shapes/env.ts";
import { add, mul, sub } from "../../../src/shapes/expr.ts";
import { printBool, printInt } from "../../../src/shapes/print.ts";
import type { CompareOp, SymInt } from "../../../src/shapes/types.ts";
import {
  dataBytes,
  isRecordedMeta,
  type RecordedArgument,
  type RecordedCase,
  type RecordedMeta,
  type RecordedNode,
  type RecordedPlaceholder,
  type RecordedSize,
  type RecordedValue,
} from "./case_file.ts";

export interface RebuiltProgram {
  readonly program: ExportedProgram;
  /** Where a shape function gives something else than PyTorch. */
  readonly differences: readonly string[];
  /** Sizes that are fixed here and stay symbols in PyTorch. */
  readonly fixed: readonly string[];
}

/** `dynamic` makes a symbol of every input size that is not 0 or 1. Throws what the operators throw. */
export function programOfCase(recorded: RecordedCase, dynamic: boolean): RebuiltProgram {
  const env = new ShapeEnv();
  const graph = new Graph();
  const nodes = new Map<string, Node>();
  const inputs: InputSpec[] = [];
  const state = new Map<string, TensorData>();
  const differences: string[] = [];
  // The operator that asked for each guard.
  const askers: string[] = [];
  for (const placeholder of recorded.placeholders) {
    const meta = placeholderMeta(env, placeholder, dynamic && placeholder.kind === "input");
    const { name } = placeholder;
    nodes.set(name, graph.add("placeholder", name, [], {}, nodeMeta(meta), name));
    if (placeholder.kind === "input") inputs.push({ kind: "user_input", name });
    else {
      inputs.push({ kind: "constant", name, target: name, persistent: false });
      const bytes = dataBytes(placeholder);
      state.set(name, { meta, bytes: () => bytes, identity: {} });
    }
  }
  for (const item of recorded.nodes) {
    const toArgument = (a: RecordedArgument) => argumentOf(a, nodes);
    const kwargs = Object.fromEntries(Object.entries(item.kwargs).map(([k, v]) => [k, toArgument(v)]));
    const node = graph.add(
      "call_function",
      item.target,
      item.args.map(toArgument),
      kwargs,
      nodeMeta(null),
      item.target.split(".")[1] ?? item.name,
    );
    nodes.set(item.name, node);
    node.meta.value = resultOf(node, env);
    while (askers.length < env.guards.length) askers.push(item.target);
    const found = differenceOf({ env, real: recorded.real === true }, node.meta.value, item);
    if (found !== null) differences.push(`${item.target}: ${found}`);
  }
  graph.add("output", "output", [recorded.outputs.map((o) => argumentOf(o, nodes))], {}, nodeMeta(null), "output");
  const ranges: SymbolRange[] = env.symbols.map(({ symbol, userName, hint }) => ({
    symbol,
    ...env.range(symbol),
    userName,
    hint,
  }));
  const users = inputs.filter((spec) => spec.kind === "user_input");
  const leaf = { kind: "leaf" } as const;
  const program: ExportedProgram = {
    modelName: "Sample",
    graph,
    inputs,
    outputs: recorded.outputs.map((_, i) => ({ kind: "user_output", name: `output_${i}` })),
    inTree: { kind: "tuple", children: users.map(() => leaf) },
    outTree: { kind: "tuple", children: recorded.outputs.map(() => leaf) },
    argNames: users.map((spec) => spec.name),
    ranges,
    guards: env.guards,
    state,
    exampleInputs: users.map(() => null),
  };
  return { program, differences, fixed: dynamic ? fixedSizes(recorded, nodes, env, askers) : [] };
}

/**
 * The sizes of inputs that became numbers though PyTorch, which ran the same calls with the same numbers, left them free.
 * Sizes that are numbers without a guard show at other sizes.
 */
function fixedSizes(
  recorded: RecordedCase,
  nodes: ReadonlyMap<string, Node>,
  env: ShapeEnv,
  askers: readonly string[],
): readonly string[] {
  const found: string[] = [];
  for (const { name, free } of recorded.placeholders) {
    const meta = nodes.get(name)?.meta.value ?? null;
    for (const [d, size] of isTensorMeta(meta) ? meta.shape.entries() : []) {
      const fixed = env.simplify(size);
      if (free?.[0]?.[d] === 1 && typeof fixed === "number") found.push(`${name}.size()[${d}] is ${fixed}`);
    }
  }
  if (found.length === 0) return found;
  const guards = env.guards.map((guard, i) => `${askers[i]}: ${guard.reason}: ${printBool(guard.condition)}`);
  return [`${found.join(", ")}${guards.length > 0 ? ` (${guards.join("; ")})` : ""}`];
}

function nodeMeta(value: NodeValue): NodeMeta {
  return { value, span: null, stack: [], modules: [] };
}

function placeholderMeta(env: ShapeEnv, placeholder: RecordedPlaceholder, dynamic: boolean): TensorMeta {
  const sizes = placeholder.shape.map(Number);
  const strides = placeholder.strides.map(Number);
  const shape = sizes.map((d, i) =>
    dynamic && d > 1 ? env.backedSymbol({ hint: d, source: `${placeholder.name}.size()[${i}]` }) : d,
  );
  // What is stored is the elements alone, so a graph constant has no gaps.
  return {
    dtype: placeholder.dtype,
    shape,
    strides: dynamic ? symbolicStrides(sizes, strides, shape) : strides,
    storageOffset: Number(placeholder.offset),
    device: "cpu",
  };
}

/** A stride that is the extent of a smaller dimension is written by that dimension's size. */
function symbolicStrides(
  sizes: readonly number[],
  strides: readonly number[],
  shape: readonly SymInt[],
): readonly SymInt[] {
  const order = sizes.map((_, i) => i).sort((a, b) => (strides[a] ?? 0) - (strides[b] ?? 0) || b - a);
  const result: SymInt[] = [...strides];
  const extents: { readonly value: number; readonly symbolic: SymInt }[] = [{ value: 1, symbolic: 1 }];
  for (const i of order) {
    const extent = extents.findLast((e) => e.value === strides[i]);
    result[i] = extent?.symbolic ?? strides[i] ?? 0;
    const size = Math.max(sizes[i] ?? 1, 1);
    if (size > 1) extents.push({ value: (strides[i] ?? 0) * size, symbolic: mul(result[i] ?? 0, shape[i] ?? 1) });
  }
  return result;
}

function argumentOf(recorded: RecordedArgument, nodes: ReadonlyMap<string, Node>): Argument {
  if (isList(recorded)) return recorded.map((item) => argumentOf(item, nodes));
  if (typeof recorded !== "object" || recorded === null) return recorded;
  if ("node" in recorded) {
    const node = nodes.get(recorded.node);
    if (node === undefined) throw new Error(`${recorded.node} is used before it is made`);
    const { value } = node.meta;
    return value !== null && "kind" in value && value.kind === "constant" ? value.value : node;
  }
  if ("int" in recorded) return BigInt(recorded.int);
  if ("float" in recorded) return { kind: "float", value: floatOf(recorded.float) };
  if ("complex" in recorded) return { kind: "complex", re: recorded.complex[0], im: recorded.complex[1] };
  if ("dtype" in recorded) return { kind: "dtype", dtype: recorded.dtype };
  if ("device" in recorded) return { kind: "device", device: recorded.device };
  if ("layout" in recorded) return { kind: "layout", layout: recorded.layout };
  return { kind: "memory_format", format: recorded.memory_format };
}

function isList(recorded: RecordedArgument): recorded is readonly RecordedArgument[] {
  return Array.isArray(recorded);
}

export function floatOf(text: number | string): number {
  if (typeof text === "number") return text;
  return text === "nan" ? Number.NaN : text === "inf" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

/** Python's operators on sizes, as the graph has them where a size depends on data. */
const SIZE_OPERATORS: Readonly<Record<string, (a: SymInt, b: SymInt) => NodeValue>> = {
  add: (a, b) => ({ kind: "symint", expr: add(a, b) }),
  sub: (a, b) => ({ kind: "symint", expr: sub(a, b) }),
  mul: (a, b) => ({ kind: "symint", expr: mul(a, b) }),
  ...Object.fromEntries(
    (["eq", "ne", "lt", "le", "gt", "ge"] satisfies CompareOp[]).map((o) => [
      o,
      (a: SymInt, b: SymInt): NodeValue => ({ kind: "symbool", expr: compare(o, a, b) }),
    ]),
  ),
};

function resultOf(node: Node, env: ShapeEnv): NodeValue {
  if (node.target === "_operator.getitem") {
    const [from, index] = node.args;
    const values = typeof from === "object" && from !== null && "meta" in from ? from.meta.value : null;
    return (Array.isArray(values) && typeof index === "number" ? values[index] : null) ?? null;
  }
  const operator = /^_operator\.(\w+)$/.exec(node.target)?.[1];
  if (operator !== undefined) {
    const [a, b] = node.args.map(sizeOf);
    const apply = SIZE_OPERATORS[operator];
    if (apply === undefined || a === undefined || b === undefined) throw new Error(`no rule for ${node.target}`);
    return apply(a, b);
  }
  return inferMeta(bindNode(node), env);
}

function sizeOf(argument: Argument): SymInt {
  if (typeof argument === "number") return argument;
  const value = typeof argument === "object" && argument !== null && "meta" in argument ? argument.meta.value : null;
  if (value !== null && "kind" in value && value.kind === "symint") return value.expr;
  throw new Error("an argument that is no size");
}

/** What sizes are compared with. */
interface Sizes {
  readonly env: ShapeEnv;
  /** PyTorch's numbers are those of real tensors, where data may decide. */
  readonly real: boolean;
}

/** How a value differs from what PyTorch recorded; null when it does not. Strides count where the schema says that the result is a view. */
function differenceOf(sizes: Sizes, value: NodeValue, node: RecordedNode): string | null {
  if (node.target.startsWith("_operator.")) return null;
  const isView = opTable.require(node.target).schema.returns.some((r) => r.alias !== null && r.alias !== undefined);
  return differs(sizes, value, node.meta, isView);
}

function differs(sizes: Sizes, value: NodeValue, recorded: RecordedValue, isView: boolean): string | null {
  if (Array.isArray(recorded)) {
    const list = isTensorMeta(value) || !Array.isArray(value) ? [value] : (value as readonly NodeValue[]);
    if (list.length !== recorded.length) return `${list.length} results, PyTorch has ${recorded.length}`;
    for (const [i, item] of (recorded as readonly RecordedValue[]).entries()) {
      const found = differs(sizes, list[i] ?? null, item, isView);
      if (found !== null) return `result ${i}: ${found}`;
    }
    return null;
  }
  const single = Array.isArray(value) && value.length === 1 ? (value[0] as NodeValue) : value;
  if (isRecordedMeta(recorded))
    return isTensorMeta(single) ? tensorDiffers(sizes, single, recorded, isView) : "no tensor";
  return null;
}

function tensorDiffers(sizes: Sizes, meta: TensorMeta, recorded: RecordedMeta, isView: boolean): string | null {
  const { env } = sizes;
  if (meta.dtype !== recorded.dtype) return `dtype ${meta.dtype}, PyTorch has ${recorded.dtype}`;
  if (!sizesAgree(sizes, meta.shape, recorded.shape)) {
    return `shape ${show(env, meta.shape)}, PyTorch has [${recorded.shape.join(", ")}]`;
  }
  const countsStrides = isView && !recorded.shape.includes(0);
  const strides = recorded.strides.map((s, i) => (recorded.shape[i] === 1 ? (meta.strides[i] ?? 0) : s));
  if (
    countsStrides &&
    !sizesAgree(
      sizes,
      meta.strides,
      strides.map((s) => (typeof s === "object" ? (env.hint(s) ?? "?") : s)),
    )
  ) {
    return `strides ${show(env, meta.strides)}, PyTorch has [${recorded.strides.join(", ")}]`;
  }
  if (countsStrides && !sizesAgree(sizes, [meta.storageOffset], [recorded.offset])) {
    return `storage offset ${show(env, [meta.storageOffset])}, PyTorch has ${recorded.offset}`;
  }
  return null;
}

function sizesAgree({ env, real }: Sizes, ours: readonly SymInt[], theirs: readonly RecordedSize[]): boolean {
  return (
    ours.length === theirs.length &&
    ours.every((d, i) => {
      const hint = typeof d === "number" ? d : env.hint(d);
      const other = theirs[i];
      if (typeof other !== "number") return true;
      if (hint !== null || !real) return hint === other;
      const { min, max } = env.range(d);
      return min <= other && other <= max;
    })
  );
}

function show(env: ShapeEnv, sizes: readonly SymInt[]): string {
  return `[${sizes.map((d) => (typeof d === "number" ? d : `${printInt(d)}=${env.hint(d)}`)).join(", ")}]`;
}
