/** An exported program to an ONNX model: placeholders become inputs and initializers, nodes are translated, outputs named. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ExportedProgram, InputSpec, OutputSpec } from "../fx/exported_program.ts";
import { type Argument, Node as FxNode } from "../fx/graph.ts";
import { NameScope } from "../onnx/builder.ts";
import { allNodes } from "../onnx/graph_access.ts";
import { functionKey, type Model, type Node, type Value } from "../onnx/ir.ts";
import { isTensorMeta } from "../ops/lowering.ts";
import type { ShapeEnv } from "../shapes/env.ts";
import { type ExportOptions, irVersionFor } from "./options.ts";
import type { OnnxRegistry } from "./registry.ts";
import { stateContent } from "./state_content.ts";
import { Translator } from "./translator.ts";
import { unsupportedSummary } from "./unsupported.ts";
import { INT64_SCALAR, tensorType } from "./value_types.ts";

export interface Translation {
  /** Null when something could not be translated; the diagnostics say what. */
  readonly model: Model | null;
  readonly diagnostics: readonly Diagnostic[];
}

export function translateProgram(program: ExportedProgram, env: ShapeEnv, options: ExportOptions): Translation {
  const names = new NameScope();
  const places = (specs: readonly { readonly kind: string }[], kind: string) =>
    specs.filter((spec) => spec.kind === kind).length;
  const inputNames = options.inputNames.slice(0, places(program.inputs, "user_input"));
  const outputNames = options.outputNames.slice(0, places(program.outputs, "user_output"));
  for (const name of [...inputNames, ...outputNames]) names.reserve(name);
  const translator = new Translator({
    opset: options.opset,
    registry: options.registry,
    env,
    symbolName: symbolNames(program),
    names,
    graphName: "main_graph",
  });
  const placeholders = program.graph.nodes.filter((node) => node.op === "placeholder");
  // A baked-in constant may have a placeholder or not.
  const withNode =
    placeholders.length === program.inputs.length
      ? program.inputs
      : program.inputs.filter((spec) => spec.kind !== "constant_input");
  if (placeholders.length !== withNode.length) {
    throw new Error(`the graph has ${placeholders.length} placeholders, its signature ${withNode.length} inputs`);
  }
  let userInputs = 0;
  withNode.forEach((spec, i) => {
    const node = placeholders[i];
    if (node === undefined) return;
    const wanted = spec.kind === "user_input" ? inputNames[userInputs++] : undefined;
    bindInput(translator, program, spec, node, wanted);
  });
  translator.translateNodes(program.graph);
  if (translator.untranslated.length > 0) {
    const diagnostics = [...translator.diagnostics, unsupportedSummary(translator.untranslated)];
    return { model: null, diagnostics };
  }
  bindOutputs(translator, names, program, outputNames);
  if (translator.root.builder.graph.outputs.length === 0) {
    const message = "The program returns no tensor, so that there is nothing to export. Return a tensor from forward.";
    return {
      model: null,
      diagnostics: [...translator.diagnostics, { ruleId: "DYN3001", level: "error", message, span: null }],
    };
  }
  const model: Model = {
    irVersion: irVersionFor(options.opset),
    opsetImports: new Map([["", options.opset]]),
    producerName: "dynamo-onnx",
    producerVersion: options.producerVersion,
    graph: translator.root.builder.graph,
    functions: new Map(),
    metadata: new Map(),
  };
  addFunctions(model, options.registry);
  return { model, diagnostics: translator.diagnostics };
}

/** The registry's functions that the model calls, at any depth, and the opsets of all that it calls. */
function addFunctions(model: Model, registry: OnnxRegistry): void {
  const called = new Set<string>();
  const domains = new Set<string>();
  const visit = (nodes: readonly Node[]): void => {
    for (const node of allNodes(nodes)) {
      domains.add(node.domain);
      const key = functionKey(node.domain, node.opType, node.overload);
      const def = registry.functions.get(key);
      if (def === undefined || called.has(key)) continue;
      called.add(key);
      visit(def.nodes);
    }
  };
  visit(model.graph.nodes);
  for (const [key, def] of registry.functions) if (called.has(key)) model.functions.set(key, def);
  for (const [domain, version] of registry.opsets) if (domains.has(domain)) model.opsetImports.set(domain, version);
}

/** `name` is what the user asked for, reserved by then. */
function bindInput(
  translator: Translator,
  program: ExportedProgram,
  spec: InputSpec,
  node: FxNode,
  name: string | undefined,
): void {
  if (spec.kind === "constant_input") {
    translator.bindConstant(node, spec.value);
    return;
  }
  const { builder } = translator.root;
  if (spec.kind !== "user_input") {
    const data = program.state.get(spec.target);
    if (data === undefined) throw new Error(`the program's state has no ${spec.target}`);
    translator.bind(node, builder.initializer(spec.target, stateContent(spec.target, data)));
    return;
  }
  const { value } = node.meta;
  const type = isTensorMeta(value) ? tensorType(value, translator.dim) : INT64_SCALAR;
  const input = builder.input(spec.name, type);
  if (name !== undefined) input.name = name;
  translator.early.add(input);
  translator.bind(node, input);
}

/** User outputs alone: what the program does to its buffers is not part of the model. */
function bindOutputs(
  translator: Translator,
  names: NameScope,
  program: ExportedProgram,
  wanted: readonly string[],
): void {
  const { graph } = translator.root.builder;
  const taken = new Set<Value>([...graph.inputs, ...[...graph.initializers.values()].map((item) => item.value)]);
  const held = program.graph.outputs;
  const elements: readonly Argument[] = Array.isArray(held) ? held : [held];
  let index = 0;
  program.outputs.forEach((spec: OutputSpec, i) => {
    if (spec.kind !== "user_output") return;
    const element = elements[i] ?? null;
    for (const value of translator.outputValues(element)) {
      if (value === null) continue;
      const output = taken.has(value) ? copyOf(translator, value) : value;
      taken.add(output);
      // A size has its FX node's name as an output only: inside it is shared by all that need it.
      if (element instanceof FxNode && output === value && !names.has(element.name)) {
        output.name = names.unique(element.name);
      }
      const name = wanted[index++];
      if (name !== undefined) output.name = name;
      graph.outputs.push(output);
    }
  });
}

function copyOf(translator: Translator, value: Value): Value {
  const names = [`${value.name}_out`];
  const [copy] = translator.root.builder.node("Identity", [value], { outputs: [value.type], names });
  if (copy === undefined) throw new Error("Identity gave no output");
  return copy;
}

function symbolNames(program: ExportedProgram): (name: string) => string {
  const names = new Map<string, string>();
  for (const range of program.ranges) if (range.userName !== null) names.set(range.symbol.name, range.userName);
  return (name) => names.get(name) ?? name;
}
