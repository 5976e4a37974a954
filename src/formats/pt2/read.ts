/** `torch.export.load`: a saved program as an `ExportedProgram` (archive version 0, schema version 8). */

import type {
  ExportedProgram,
  InputSpec,
  OutputSpec,
  SymbolRange,
  TensorData,
  TreeSpec,
} from "../../fx/exported_program.ts";
import type { Argument } from "../../fx/graph.ts";
import { symbol } from "../../shapes/expr.ts";
import type { ByteSource } from "../byte_source.ts";
import { openPt2 } from "./archive.ts";
import { GraphReader } from "./graph.ts";
import type { Json, Reader } from "./json.ts";
import { readSampleInputs } from "./sample_inputs.ts";

const SCHEMA_MAJOR = 8;

/** Throws `FormatError` for a damaged file, another schema version, and what has no FX form here. */
export function readPt2(source: ByteSource): ExportedProgram {
  const { reader, program, tensors, sampleInputs } = openPt2(source);
  const { major } = reader.object(program["schema_version"], "the schema's version");
  if (major !== SCHEMA_MAJOR) {
    reader.fail(`its schema has version ${String(major)}, not ${SCHEMA_MAJOR}; save it again with another PyTorch`);
  }
  const version = typeof program["torch_version"] === "string" ? program["torch_version"] : "";
  const module = reader.object(program["graph_module"], "the program's module");
  const json = reader.object(module["graph"], "the program's graph");
  const signature = reader.object(module["signature"], "the program's signature");
  const graph = new GraphReader(reader, json, version);
  const inputs: InputSpec[] = [];
  const state = new Map<string, TensorData>();
  for (const spec of reader.list(signature["input_specs"], "the inputs")) {
    inputs.push(input(reader, graph, spec, tensors, state));
  }
  graph.calls();
  const outputs: OutputSpec[] = [];
  const values: Argument[] = [];
  for (const spec of reader.list(signature["output_specs"], "the outputs")) {
    const { value, output } = outputOf(reader, graph, spec);
    values.push(value);
    outputs.push(output);
  }
  graph.output(values);
  const call = rootCall(reader, module);
  const users = inputs.filter((i) => i.kind === "user_input").length;
  const samples = sampleInputs === null ? null : readSampleInputs(sampleInputs);
  return {
    modelName: modelName(graph, source.name),
    graph: graph.graph,
    inputs,
    outputs,
    inTree: tree(reader, call?.["in_spec"]),
    outTree: tree(reader, call?.["out_spec"]),
    argNames: argumentNames(call),
    ranges: ranges(reader, program, json),
    guards: [],
    state,
    exampleInputs: samples?.length === users ? samples : inputs.flatMap((i) => (i.kind === "user_input" ? [null] : [])),
  };
}

function nameOf(reader: Reader, spec: Json): string {
  return reader.text(reader.object(spec["arg"], "an input")["name"], "an input's name");
}

function input(
  reader: Reader,
  graph: GraphReader,
  value: unknown,
  tensors: ReadonlyMap<string, TensorData>,
  state: Map<string, TensorData>,
): InputSpec {
  const [kind, inner] = reader.union(value, "an input");
  const spec = reader.object(inner, "an input");
  const held = (own: "parameter" | "buffer" | "constant", key: string): InputSpec => {
    const target = reader.text(spec[key], "the name of a weight");
    const data = tensors.get(target) ?? reader.fail(`the data of ${target} are missing`);
    const name = nameOf(reader, spec);
    const node = graph.placeholder(name, data.meta);
    state.set(target, data);
    return { kind: own, name: node.name, target, persistent: own !== "buffer" || spec["persistent"] !== false };
  };
  switch (kind) {
    case "parameter":
      return held("parameter", "parameter_name");
    case "buffer":
      return held("buffer", "buffer_name");
    case "tensor_constant":
      return held("constant", "tensor_constant_name");
    case "constant_input": {
      const constant = graph.argument(spec["value"]);
      const name = reader.text(spec["name"], "an input's name");
      const node = graph.placeholder(name, { kind: "constant", value: constant });
      return { kind: "constant_input", name: node.name, value: constant };
    }
    case "user_input": {
      const [form, arg] = reader.union(spec["arg"], "an input");
      if (form !== "as_tensor") return reader.fail(`an input is given as ${form}, which is not read`);
      const name = reader.text(reader.object(arg, "an input")["name"], "an input's name");
      return { kind: "user_input", name: graph.placeholder(name, graph.tensor(name)).name };
    }
    default:
      return reader.fail(`an input of the kind ${kind} is not read`);
  }
}

function outputOf(
  reader: Reader,
  graph: GraphReader,
  value: unknown,
): { readonly value: Argument; readonly output: OutputSpec } {
  const [kind, inner] = reader.union(value, "an output");
  const spec = reader.object(inner, "an output");
  const named = (result: Argument): string =>
    typeof result === "object" && result !== null && "graph" in result && "op" in result ? result.name : "";
  if (kind === "user_output" || kind === "loss_output") {
    const result = kind === "user_output" ? graph.argument(spec["arg"]) : graph.node(spec["arg"]);
    return { value: result, output: { kind: "user_output", name: named(result) } };
  }
  const targets = {
    buffer_mutation: "buffer_name",
    parameter_mutation: "parameter_name",
    user_input_mutation: "user_input_name",
  } as const;
  if (!(kind in targets)) return reader.fail(`an output of the kind ${kind} is not read`);
  const known = kind as keyof typeof targets;
  const node = graph.node(spec["arg"]);
  return { value: node, output: { kind: known, name: node.name, target: reader.text(spec[targets[known]], "it") } };
}

function rootCall(reader: Reader, module: Json): Json | null {
  for (const item of reader.list(module["module_call_graph"] ?? [], "the calls of modules")) {
    const entry = reader.object(item, "a call of a module");
    if (entry["fqn"] === "" && typeof entry["signature"] === "object" && entry["signature"] !== null) {
      return reader.object(entry["signature"], "a signature");
    }
  }
  return null;
}

function argumentNames(call: Json | null): string[] {
  const names = call?.["forward_arg_names"];
  return Array.isArray(names) ? names.map(String) : [];
}

/** PyTorch's pytree as JSON within JSON: `[1, {"type": "builtins.tuple", …}]`. */
function tree(reader: Reader, text: unknown): TreeSpec {
  if (typeof text !== "string") return { kind: "leaf" };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return reader.fail("the structure of its inputs and outputs is no JSON");
  }
  return branch(reader, reader.list(parsed, "a structure")[1]);
}

function branch(reader: Reader, value: unknown): TreeSpec {
  const { type, context, children_spec: below } = reader.object(value, "a structure");
  if (type === null) return { kind: "leaf" };
  const children = reader.list(below, "a structure").map((child) => branch(reader, child));
  if (type === "builtins.tuple") return { kind: "tuple", children };
  if (type === "builtins.list") return { kind: "list", children };
  const keys = keysOf(context, children.length);
  if (type === "builtins.dict") return { kind: "dict", keys, children };
  return { kind: "object", className: String(type), keys, children };
}

function keysOf(context: unknown, count: number): string[] {
  try {
    const keys: unknown = typeof context === "string" ? JSON.parse(context) : context;
    if (Array.isArray(keys) && keys.length === count) return keys.map(String);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return Array.from({ length: count }, (_, i) => String(i));
}

/** Symbols with their intervals; sizes derived from them are no symbols of their own. */
function ranges(reader: Reader, program: Json, graph: Json): SymbolRange[] {
  const hints = exampleSizes(reader, graph);
  const found: SymbolRange[] = [];
  for (const [name, value] of Object.entries(reader.object(program["range_constraints"] ?? {}, "the ranges"))) {
    if (!/^\w+$/.test(name)) continue;
    const { min_val: min, max_val: max } = reader.object(value, "a range");
    found.push({
      symbol: symbol(name),
      min: typeof min === "number" ? min : 0,
      max: typeof max === "number" && Number.isSafeInteger(max) ? max : Number.POSITIVE_INFINITY,
      userName: null,
      hint: hints.get(name) ?? null,
    });
  }
  return found;
}

function exampleSizes(reader: Reader, graph: Json): Map<string, number> {
  const hints = new Map<string, number>();
  for (const meta of Object.values(reader.object(graph["tensor_values"], "the table of tensors"))) {
    for (const size of reader.list(reader.object(meta, "a tensor")["sizes"], "sizes")) {
      const expr = reader.object(size, "a size")["as_expr"];
      if (typeof expr !== "object" || expr === null) continue;
      const { expr_str: text, hint } = expr as Json;
      const name = typeof text === "string" ? /^Symbol\('(\w+)'[^()]*\)$/.exec(text)?.[1] : undefined;
      const value = typeof hint === "object" && hint !== null ? (hint as Json)["as_int"] : undefined;
      if (name !== undefined && typeof value === "number") hints.set(name, value);
    }
  }
  return hints;
}

/** The class of the outermost module; the file's name for a program without modules. */
function modelName(graph: GraphReader, file: string): string {
  for (const node of graph.graph.nodes) {
    const [root] = node.meta.modules;
    if (root?.path === "") return root.className.slice(root.className.lastIndexOf(".") + 1);
  }
  return (file.split("/").at(-1) ?? file).replace(/\.pt2$/, "");
}
