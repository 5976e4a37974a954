/** `torch.export.save`: an `ExportedProgram` as an archive that `torch.export.load` reads (archive version 0, schema version 8.20). */

import type { ExportedProgram, InputSpec, OutputSpec, TensorData, TreeSpec } from "../../fx/exported_program.ts";
import { type Argument, Node } from "../../fx/graph.ts";
import { writeZip, type ZipPart } from "../zip_writer.ts";
import { GraphFileWriter, type SchemaLookup } from "./write_graph.ts";
import { type SampleLeaf, sampleInputsFile } from "./write_pickle.ts";
import { NotWritable, rangeName, SizeWriter } from "./write_values.ts";

export { NotWritable };

const TORCH_VERSION = "2.13.0";
const SCHEMA_VERSION = { major: 8, minor: 20 };
/** Of the table of ATen operators that PyTorch 2.13 knows. */
const OPSET_VERSION = { aten: 10 };
/** The largest 64-bit integer less one: an unbounded range is null. */
const UNBOUNDED = Number.MAX_SAFE_INTEGER;

/**
 * The file's bytes in order. Sizes in arguments must be nodes by now (`materializeSymInts`). `root` is the folder in the
 * archive: the file's stem. Throws `NotWritable` for what has no form in the file.
 */
export function writePt2(program: ExportedProgram, root: string, schemaOf: SchemaLookup): Iterable<Uint8Array> {
  const json = (value: unknown): Uint8Array => new TextEncoder().encode(jsonText(value));
  const weights = payloads(program, ["parameter", "buffer"], "weight_");
  const constants = payloads(program, ["constant"], "tensor_");
  const model = json(programJson(program, schemaOf));
  const entry = (name: string, data: Uint8Array): ZipPart => ({
    name: `${root}/${name}`,
    size: data.byteLength,
    bytes: () => data,
  });
  const text = (name: string, value: string) => entry(name, new TextEncoder().encode(value));
  const samples = sampleInputsFile(program.inTree, sampleLeaves(program));
  return writeZip([
    ...weights.parts.map((part) => ({ ...part, name: `${root}/data/weights/${part.name}` })),
    entry("data/weights/model_weights_config.json", json({ config: weights.config })),
    ...constants.parts.map((part) => ({ ...part, name: `${root}/data/constants/${part.name}` })),
    entry("data/constants/model_constants_config.json", json({ config: constants.config })),
    entry("models/model.json", model),
    ...(samples === null ? [] : [entry("data/sample_inputs/model.pt", samples)]),
    text("archive_format", "pt2"),
    text("archive_version", "0"),
    text(".data/version", "6"),
    text("byteorder", "little"),
    text(".data/serialization_id", "0".repeat(40)),
  ]);
}

interface Payloads {
  readonly parts: readonly ZipPart[];
  readonly config: Readonly<Record<string, object>>;
}

/** Buffers that a state dict leaves out are stored with the constants. */
function payloads(program: ExportedProgram, kinds: readonly InputSpec["kind"][], prefix: string): Payloads {
  const sizes = new SizeWriter(program.ranges);
  const parts: ZipPart[] = [];
  const config: Record<string, object> = {};
  /** Tensors that are the same one are stored once. */
  const stored = new Map<object, string>();
  for (const spec of program.inputs) {
    if (!("target" in spec)) continue;
    const kind = spec.kind === "buffer" && !spec.persistent ? "constant" : spec.kind;
    if (!kinds.includes(kind)) continue;
    const data = program.state.get(spec.target);
    if (data === undefined) throw new Error(`the program's state has no ${spec.target}`);
    const meta = contiguousMeta(spec.target, data);
    let path = stored.get(data.identity);
    if (path === undefined) {
      path = `${prefix}${parts.length}`;
      stored.set(data.identity, path);
      const bytes = data.bytes();
      parts.push({ name: path, size: bytes.byteLength, bytes: () => bytes });
    }
    const isParam = spec.kind === "parameter";
    config[spec.target] = {
      path_name: path,
      is_param: isParam,
      use_pickle: false,
      tensor_meta: sizes.tensor(meta, isParam && isFloating(meta.dtype)),
    };
  }
  return { parts, config };
}

const isFloating = (dtype: string): boolean => /^(b?float|complex)/.test(dtype);

/** The bytes that are stored are the elements in order. */
function contiguousMeta(name: string, { meta }: TensorData): TensorData["meta"] {
  const shape = meta.shape.map((size) => {
    if (typeof size !== "number") throw new NotWritable(`${name} has no fixed shape`);
    return size;
  });
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((product, size) => product * Math.max(size, 1), 1));
  return { ...meta, shape, strides, storageOffset: 0 };
}

function programJson(program: ExportedProgram, schemaOf: SchemaLookup): object {
  const sizes = new SizeWriter(program.ranges);
  const trainable = new Set(
    program.inputs.flatMap((spec) =>
      spec.kind === "parameter" && isFloating(program.state.get(spec.target)?.meta.dtype ?? "") ? [spec.name] : [],
    ),
  );
  const writer = new GraphFileWriter(program.graph, sizes, schemaOf, trainable);
  const placeholders = new Map(
    program.graph.nodes.filter((node) => node.op === "placeholder").map((node) => [node.name, node]),
  );
  const input = (spec: InputSpec): object => {
    if (spec.kind === "constant_input") return writer.argument(spec.value, null);
    const node = placeholders.get(spec.name);
    if (node === undefined) throw new Error(`the graph has no placeholder ${spec.name}`);
    const { value } = node.meta;
    // State is stored with its elements in order.
    const data = "target" in spec ? program.state.get(spec.target) : undefined;
    return writer.declared(spec.name, data === undefined ? value : contiguousMeta(spec.name, data));
  };
  const held = program.graph.outputs;
  const results: readonly Argument[] = Array.isArray(held) ? held : [held];
  const outputs = results.map((result) => writer.argument(result, null));
  const inputs = program.inputs.map(input);
  return {
    graph_module: {
      graph: writer.json(inputs, outputs, false),
      signature: {
        input_specs: program.inputs.map((spec, i) => inputSpec(spec, inputs[i] ?? {})),
        output_specs: program.outputs.map((spec, i) => outputSpec(spec, results[i] ?? null, outputs[i] ?? {})),
      },
      module_call_graph: [
        {
          fqn: "",
          signature: {
            inputs: [],
            outputs: [],
            in_spec: treeText(program.inTree),
            out_spec: treeText(program.outTree),
            forward_arg_names: program.argNames,
          },
        },
      ],
      metadata: {},
      treespec_namedtuple_fields: {},
    },
    opset_version: OPSET_VERSION,
    range_constraints: Object.fromEntries(
      program.ranges.map(({ symbol, min, max, declaredMin }) => [
        rangeName(symbol),
        { min_val: declaredMin ?? min, max_val: Number.isFinite(max) && max < UNBOUNDED ? max : null },
      ]),
    ),
    schema_version: SCHEMA_VERSION,
    verifiers: ["TRAINING"],
    torch_version: TORCH_VERSION,
    guards_code: [],
  };
}

function inputSpec(spec: InputSpec, arg: object): object {
  switch (spec.kind) {
    case "parameter":
      return { parameter: { arg: { name: spec.name }, parameter_name: spec.target } };
    case "buffer":
      return { buffer: { arg: { name: spec.name }, buffer_name: spec.target, persistent: spec.persistent } };
    case "constant":
      return { tensor_constant: { arg: { name: spec.name }, tensor_constant_name: spec.target } };
    case "constant_input":
      return { constant_input: { name: spec.name, value: arg } };
    case "user_input":
      return { user_input: { arg } };
  }
}

function outputSpec(spec: OutputSpec, result: Argument, arg: object): object {
  if (spec.kind === "user_output") return { user_output: { arg } };
  const named = { name: result instanceof Node ? result.name : spec.name };
  if (spec.kind === "buffer_mutation") return { buffer_mutation: { arg: named, buffer_name: spec.target } };
  if (spec.kind === "parameter_mutation") return { parameter_mutation: { arg: named, parameter_name: spec.target } };
  return { user_input_mutation: { arg: named, user_input_name: spec.target } };
}

/** PyTorch's pytree as JSON within JSON. */
function treeText(tree: TreeSpec): string {
  return JSON.stringify([1, branch(tree)]);
}

function branch(tree: TreeSpec): object {
  if (tree.kind === "leaf" || tree.kind === "none") return { type: null, context: null, children_spec: [] };
  const children = tree.children.map(branch);
  if (tree.kind === "dict")
    return { type: "builtins.dict", context: JSON.stringify(tree.keys), children_spec: children };
  if (tree.kind === "object") {
    return { type: tree.className ?? "", context: JSON.stringify(tree.keys), children_spec: children };
  }
  return { type: `builtins.${tree.kind}`, context: "null", children_spec: children };
}

/** One a leaf of the inputs, in order. */
function sampleLeaves(program: ExportedProgram): SampleLeaf[] {
  const examples = program.exampleInputs[Symbol.iterator]();
  return program.inputs.flatMap((spec): SampleLeaf[] => {
    if (spec.kind === "user_input") return [(examples.next().value as TensorData | null | undefined) ?? null];
    if (spec.kind !== "constant_input") return [];
    const { value } = spec;
    if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string")
      return [value];
    if (typeof value === "object" && "kind" in value && value.kind === "float") return [{ float: value.value }];
    return [null];
  });
}

/** JSON, with integers beyond 2**53 in full. */
function jsonText(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(jsonText).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}: ${jsonText(item)}`)
      .join(", ")}}`;
  }
  return JSON.stringify(value ?? null);
}
