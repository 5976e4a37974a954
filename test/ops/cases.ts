/** Conformance cases: a captured ATen graph is rebuilt, its values inferred, lowered, run in ONNX Runtime, and compared with PyTorch's eager results. */

import * as ort from "onnxruntime-node";
import { exportProgram } from "../../src/exporter/pipeline.ts";
import type { DType } from "../../src/fx/dtype.ts";
import type { ExportedProgram } from "../../src/fx/exported_program.ts";
import { type Argument, Graph, type Node, type NodeMeta, type NodeValue } from "../../src/fx/graph.ts";
import type { TensorMeta } from "../../src/fx/tensor_meta.ts";
import { bindNode, inferMeta } from "../../src/ops/bind.ts";
import { ShapeEnv } from "../../src/shapes/env.ts";

export interface CaseTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
  /** Base64 of the contiguous bytes. */
  readonly data: string;
}
type CaseMeta = Omit<CaseTensor, "data"> | null | readonly CaseMeta[];

export interface Case {
  readonly op: string;
  readonly dtype: DType;
  readonly sample: number;
  readonly random: boolean;
  readonly inputs: readonly (CaseTensor & { readonly name: string })[];
  readonly nodes: readonly {
    readonly name: string;
    readonly target: string;
    readonly args: readonly unknown[];
    readonly kwargs: Readonly<Record<string, unknown>>;
    readonly value: CaseMeta;
  }[];
  readonly outputs: readonly string[];
  readonly expected: readonly CaseTensor[];
}

export type Outcome = { readonly ok: true } | { readonly ok: false; readonly stage: string; readonly message: string };

const noSource: Omit<NodeMeta, "value"> = { span: null, stack: [], modules: [] };

function metaOf(t: Omit<CaseTensor, "data">): TensorMeta {
  return { dtype: t.dtype, shape: t.shape, strides: t.strides, storageOffset: t.offset, device: "cpu" };
}

function argument(value: unknown, nodes: ReadonlyMap<string, Node>): Argument {
  if (Array.isArray(value)) return value.map((v) => argument(v, nodes));
  if (typeof value !== "object" || value === null) return value as Argument;
  const v = value as Record<string, unknown>;
  if ("n" in v) {
    const node = nodes.get(String(v["n"]));
    if (!node) throw new Error(`no node ${String(v["n"])}`);
    return node;
  }
  if ("f" in v)
    return { kind: "float", value: Number(String(v["f"]).replace("inf", "Infinity").replace("nan", "NaN")) };
  if ("i" in v) return BigInt(String(v["i"]));
  if ("c" in v) {
    const [re = 0, im = 0] = v["c"] as readonly number[];
    return { kind: "complex", re, im };
  }
  if ("dtype" in v) return { kind: "dtype", dtype: v["dtype"] as DType };
  if ("device" in v) return { kind: "device", device: String(v["device"]) };
  if ("mf" in v) return { kind: "memory_format", format: String(v["mf"]) };
  return { kind: "layout", layout: String(v["layout"]) };
}

/** A value as text, for comparison; unbacked sizes match anything. */
function describe(value: NodeValue | CaseMeta, withStrides: boolean): string {
  if (Array.isArray(value))
    return `(${(value as readonly (NodeValue | CaseMeta)[]).map((v) => describe(v, withStrides)).join(", ")})`;
  if (value === null || !("dtype" in value)) return "other";
  const size = (d: unknown) => (typeof d === "number" ? String(d) : "*");
  const strides = withStrides ? ` strides ${strideText(value)}` : "";
  return `${value.dtype}[${value.shape.map(size).join(", ")}]${strides}`;
}

/** Strides of dimensions of size 1, and of empty tensors, say nothing. */
function strideText(value: { readonly shape: readonly unknown[]; readonly strides: readonly unknown[] }): string {
  if (value.shape.includes(0)) return "-";
  return value.strides.map((s, i) => (value.shape[i] === 1 || typeof s !== "number" ? "-" : String(s))).join(",");
}

/** `*` in ours stands for any size. */
function agrees(ours: string, theirs: string): boolean {
  if (ours === theirs || theirs === "other") return true;
  const pattern = ours.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "-?\\d+");
  return new RegExp(`^${pattern}$`).test(theirs);
}

export interface Rebuilt {
  readonly program: ExportedProgram;
  /** Where an inferred value differs from PyTorch's. */
  readonly differences: readonly string[];
}

export function rebuild(c: Case, strides: boolean): Rebuilt {
  const graph = new Graph();
  const env = new ShapeEnv();
  const nodes = new Map<string, Node>();
  const differences: string[] = [];
  for (const t of c.inputs)
    nodes.set(t.name, graph.add("placeholder", t.name, [], {}, { ...noSource, value: metaOf(t) }, t.name));
  for (const n of c.nodes) {
    const args = n.args.map((a) => argument(a, nodes));
    const kwargs = Object.fromEntries(Object.entries(n.kwargs).map(([k, v]) => [k, argument(v, nodes)]));
    const node = graph.add("call_function", n.target, args, kwargs, { ...noSource, value: null }, n.name);
    if (n.target === "_operator.getitem") {
      const [list, index] = args;
      const value = (list as Node).meta.value as readonly NodeValue[];
      node.meta.value = value[Number(index)] ?? null;
    } else {
      node.meta.value = inferMeta(bindNode(node), env);
    }
    nodes.set(n.name, node);
    const [ours, theirs] = [describe(node.meta.value, strides), describe(n.value, strides)];
    if (!agrees(ours, theirs)) differences.push(`${n.target}: ${ours}, PyTorch has ${theirs}`);
  }
  const outputs = c.outputs.map((name) => nodes.get(name) ?? null);
  graph.add("output", "output", [outputs], {}, { ...noSource, value: null }, "output");
  const program: ExportedProgram = {
    modelName: c.op,
    graph,
    inputs: c.inputs.map((t) => ({ kind: "user_input", name: t.name })),
    outputs: c.outputs.map((name) => ({ kind: "user_output", name })),
    inTree: { kind: "tuple", children: [] },
    outTree: { kind: "tuple", children: [] },
    argNames: c.inputs.map((t) => t.name),
    ranges: [],
    guards: env.guards,
    state: new Map(),
    exampleInputs: c.inputs.map(() => null),
  };
  return { program, differences };
}

/** Types that the JavaScript API can hand over; others go in and come out as bytes of the same width. */
function feed(t: CaseTensor): ort.Tensor {
  const bytes = Uint8Array.from(Buffer.from(t.data, "base64"));
  const { buffer } = bytes;
  const complex = t.dtype.startsWith("complex");
  const shape = complex ? [...t.shape, 2] : [...t.shape];
  const make = (type: string, data: unknown) => new ort.Tensor(type as "float32", data as Float32Array, shape);
  switch (t.dtype) {
    case "float64":
    case "complex128":
      return make("float64", new Float64Array(buffer));
    case "float16":
      return make("float16", new Uint16Array(buffer));
    case "int64":
      return make("int64", new BigInt64Array(buffer));
    case "int32":
      return make("int32", new Int32Array(buffer));
    case "int16":
      return make("int16", new Int16Array(buffer));
    case "int8":
      return make("int8", new Int8Array(buffer));
    case "uint8":
      return make("uint8", bytes);
    case "bool":
      return make("bool", bytes);
    case "float32":
    case "complex64":
      return make("float32", new Float32Array(buffer));
    default:
      throw new Error(`no tensor type for ${t.dtype}`);
  }
}

const TOLERANCE: Readonly<Partial<Record<DType, readonly [number, number]>>> = {
  float16: [1e-3, 1e-5],
  bfloat16: [1.6e-2, 1e-5],
  float32: [1.3e-6, 1e-5],
  float64: [1e-7, 1e-7],
  complex64: [1.3e-6, 1e-5],
  complex128: [1e-7, 1e-7],
};

/** `torch.testing.assert_close`, with what two orders of summation may differ by on top. */
function difference(actual: ort.Tensor, expected: CaseTensor, slack: number): string | null {
  const complex = expected.dtype.startsWith("complex");
  const shape = complex ? [...expected.shape, 2] : expected.shape;
  if (actual.dims.join() !== shape.join()) return `shape [${actual.dims}], expected [${shape}]`;
  const wanted = feed(expected);
  if (actual.type !== wanted.type) return `type ${actual.type}, expected ${wanted.type}`;
  const a = Array.from(actual.data as ArrayLike<number | bigint>, Number);
  const b = Array.from(wanted.data as ArrayLike<number | bigint>, Number);
  const [rtol, atol] = TOLERANCE[expected.dtype] ?? [0, 0];
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? 0;
    if (Object.is(x, y) || x === y || (Number.isNaN(x) && Number.isNaN(y))) continue;
    if (!(Math.abs(x - y) <= slack * (atol + rtol * Math.abs(y)))) return `element ${i} is ${x}, expected ${y}`;
  }
  return null;
}

export interface RunOptions {
  readonly opset?: number;
  /** A factor on the tolerances. */
  readonly slack?: number;
}

export async function runCase(c: Case, options: RunOptions = {}): Promise<Outcome> {
  const failed = (stage: string, error: unknown): Outcome => ({
    ok: false,
    stage,
    message: error instanceof Error ? error.message : String(error),
  });
  let rebuilt: Rebuilt;
  try {
    rebuilt = rebuild(c, false);
  } catch (error) {
    return failed("meta", error);
  }
  if (rebuilt.differences.length > 0) return failed("meta", rebuilt.differences.join("; "));
  let bytes: Uint8Array;
  try {
    const result = exportProgram(rebuilt.program, { opset: options.opset ?? 18 });
    if (!result.program) return failed("lower", result.diagnostics.map((d) => d.message).join("; "));
    bytes = result.program.bytes();
  } catch (error) {
    return failed("lower", error);
  }
  let outputs: ort.InferenceSession.ReturnType;
  let session: ort.InferenceSession | null = null;
  try {
    session = await ort.InferenceSession.create(bytes, {
      logSeverityLevel: 4,
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
    });
    const feeds = Object.fromEntries(
      c.inputs.filter((t) => session?.inputNames.includes(t.name)).map((t) => [t.name, feed(t)]),
    );
    outputs = await session.run(feeds);
  } catch (error) {
    return failed("run", error);
  }
  const names = session.outputNames;
  const offset = names.length - c.expected.length;
  for (const [i, expected] of c.expected.entries()) {
    const actual = outputs[names[offset + i] ?? ""];
    if (!actual) return failed("compare", `no output ${i}`);
    const text = c.random ? shapeOnly(actual, expected) : difference(actual, expected, options.slack ?? 1);
    if (text !== null) {
      await session.release();
      return failed("compare", `output ${i}: ${text}`);
    }
  }
  await session.release();
  return { ok: true };
}

function shapeOnly(actual: ort.Tensor, expected: CaseTensor): string | null {
  return actual.dims.join() === expected.shape.join() && actual.type === feed(expected).type
    ? null
    : `[${actual.dims}] ${actual.type}`;
}
