/** `torch.export.ExportGraphSignature`: what each placeholder and each output of a program is. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import { defineGetSet, defineMethods } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { repr } from "../../dynamo/protocols/convert.ts";
import type { ExportedProgram, InputSpec, OutputSpec } from "../../fx/exported_program.ts";
import { type Argument, type Graph, Node } from "../../fx/graph.ts";

const SIGNATURE_MODULE = "torch.export.graph_signature";

/** A plain record with attributes in a fixed order, as its dataclass prints. */
class PyRecord extends PyObject {
  readonly fields: ReadonlyMap<string, PyValue>;
  constructor(type: PyType, fields: Readonly<Record<string, PyValue>>) {
    super(type);
    this.fields = new Map(Object.entries(fields));
  }
}

type ReprOf = (vm: Interpreter, self: PyRecord) => string;

const asDataclass: ReprOf = (vm, { type, fields }) =>
  `${type.name}(${[...fields].map(([k, v]) => `${k}=${String(repr(vm, v))}`).join(", ")})`;

const asEnumMember: ReprOf = (_vm, { type, fields }) =>
  `<${type.name}.${String(fields.get("name"))}: ${String(fields.get("value"))}>`;

function recordType(name: string, fields: readonly string[], reprOf: ReprOf = asDataclass): PyType {
  const type = nativeType(name, { module: SIGNATURE_MODULE });
  defineMethods(type, { "__repr__(self)": reprOf });
  defineGetSet(
    type,
    Object.fromEntries(fields.map((f) => [f, { get: (_vm, self) => (self as PyRecord).fields.get(f) ?? null }])),
  );
  return type;
}

const tensorArgumentType = recordType("TensorArgument", ["name"]);
const symIntArgumentType = recordType("SymIntArgument", ["name"]);
const constantArgumentType = recordType("ConstantArgument", ["name", "value"]);
const inputSpecType = recordType("InputSpec", ["kind", "arg", "target", "persistent"]);
const outputSpecType = recordType("OutputSpec", ["kind", "arg", "target"]);

/** An enumeration's members, each one object. */
function members(name: string, names: readonly string[]): ReadonlyMap<string, PyRecord> {
  const type = recordType(name, ["name", "value"], asEnumMember);
  const made = new Map<string, PyRecord>();
  names.forEach((member, i) => {
    const value = new PyRecord(type, { name: member, value: i + 1 });
    type.setAttr(member, value);
    made.set(member, value);
  });
  return made;
}

const INPUT_KINDS = members("InputKind", [
  "USER_INPUT",
  "PARAMETER",
  "BUFFER",
  "CONSTANT_TENSOR",
  "CUSTOM_OBJ",
  "TOKEN",
]);
const OUTPUT_KINDS = members("OutputKind", [
  "USER_OUTPUT",
  "LOSS_OUTPUT",
  "BUFFER_MUTATION",
  "PARAMETER_MUTATION",
  "GRADIENT_TO_PARAMETER",
  "GRADIENT_TO_USER_INPUT",
  "USER_INPUT_MUTATION",
  "TOKEN",
]);

const signatureType = nativeType("ExportGraphSignature", { module: SIGNATURE_MODULE });

class PySignature extends PyObject {
  readonly program: ExportedProgram;
  /** Names of outputs that are sizes. */
  readonly sizes: ReadonlySet<string>;
  constructor(program: ExportedProgram, sizes: ReadonlySet<string>) {
    super(signatureType);
    this.program = program;
    this.sizes = sizes;
  }
}

/** `shown` is the graph as Python sees it, in which sizes have nodes, and so names. */
export function signatureObject(program: ExportedProgram, shown: Graph): PyObject {
  const held = shown.outputs;
  const elements: readonly Argument[] = Array.isArray(held) ? held : [held];
  const sizes = new Set<string>();
  const outputs = program.outputs.map((spec, i) => {
    const element = elements[i];
    if (spec.name !== "" || !(element instanceof Node)) return spec;
    sizes.add(element.name);
    return { ...spec, name: element.name };
  });
  return new PySignature({ ...program, outputs }, sizes);
}

const tensorArgument = (name: string): PyValue => new PyRecord(tensorArgumentType, { name });

function inputSpec(spec: InputSpec): PyValue {
  const make = (kind: string, arg: PyValue, target: PyValue, persistent: PyValue): PyValue =>
    new PyRecord(inputSpecType, { kind: INPUT_KINDS.get(kind) ?? null, arg, target, persistent });
  switch (spec.kind) {
    case "parameter":
      return make("PARAMETER", tensorArgument(spec.name), spec.target, null);
    case "buffer":
      return make("BUFFER", tensorArgument(spec.name), spec.target, spec.persistent);
    case "constant":
      return make("CONSTANT_TENSOR", tensorArgument(spec.name), spec.target, null);
    case "user_input":
      return make("USER_INPUT", tensorArgument(spec.name), null, null);
    case "constant_input":
      return make(
        "USER_INPUT",
        new PyRecord(constantArgumentType, { name: spec.name, value: plain(spec.value) }),
        null,
        null,
      );
  }
}

function plain(value: Extract<InputSpec, { kind: "constant_input" }>["value"]): PyValue {
  return value === null || typeof value !== "object" ? value : null;
}

function outputSpec(spec: OutputSpec, sizes: ReadonlySet<string>): PyValue {
  const kind = OUTPUT_KINDS.get(spec.kind.toUpperCase()) ?? null;
  const { name } = spec;
  const plainArgument = name === "" ? new PyRecord(constantArgumentType, { name, value: null }) : tensorArgument(name);
  const arg = sizes.has(name) ? new PyRecord(symIntArgumentType, { name }) : plainArgument;
  return new PyRecord(outputSpecType, { kind, arg, target: "target" in spec ? spec.target : null });
}

const target = (s: InputSpec): string => ("target" in s ? s.target : s.name);
const inputsOf = (program: ExportedProgram, kind: InputSpec["kind"]) => program.inputs.filter((s) => s.kind === kind);
const targets = (program: ExportedProgram, kind: InputSpec["kind"]): PyTuple =>
  tuple(inputsOf(program, kind).map(target));
const targetsByName = (program: ExportedProgram, kind: InputSpec["kind"]): PyDict =>
  PyDict.fromStrings(inputsOf(program, kind).map((s) => [s.name, target(s)]));
const mutations = (program: ExportedProgram, kind: OutputSpec["kind"]): PyDict =>
  PyDict.fromStrings(
    program.outputs.filter((o) => o.kind === kind).map((o) => [o.name, "target" in o ? o.target : null]),
  );
const of = (self: PyValue): ExportedProgram => (self as PySignature).program;
const outputSpecs = ({ program, sizes }: PySignature): PyValue[] =>
  program.outputs.map((spec) => outputSpec(spec, sizes));
const tuple = (values: readonly PyValue[]): PyTuple => new PyTuple(values);

defineMethods(signatureType, {
  "__repr__(self)": (vm: Interpreter, self: PySignature) => {
    const list = (values: readonly PyValue[]) => `[${values.map((v) => String(repr(vm, v))).join(", ")}]`;
    const { inputs } = self.program;
    return `ExportGraphSignature(input_specs=${list(inputs.map(inputSpec))}, output_specs=${list(outputSpecs(self))})`;
  },
});
defineGetSet(signatureType, {
  input_specs: { get: (_vm, self) => new PyList(of(self).inputs.map(inputSpec)) },
  output_specs: { get: (_vm, self) => new PyList(outputSpecs(self as PySignature)) },
  parameters: { get: (_vm, self) => targets(of(self), "parameter") },
  buffers: { get: (_vm, self) => targets(of(self), "buffer") },
  lifted_tensor_constants: { get: (_vm, self) => targets(of(self), "constant") },
  inputs_to_parameters: { get: (_vm, self) => targetsByName(of(self), "parameter") },
  inputs_to_buffers: { get: (_vm, self) => targetsByName(of(self), "buffer") },
  inputs_to_lifted_tensor_constants: { get: (_vm, self) => targetsByName(of(self), "constant") },
  buffers_to_mutate: { get: (_vm, self) => mutations(of(self), "buffer_mutation") },
  user_inputs_to_mutate: { get: (_vm, self) => mutations(of(self), "user_input_mutation") },
  user_inputs: {
    get: (_vm, self) =>
      tuple(
        of(self)
          .inputs.filter((s) => s.kind === "user_input" || s.kind === "constant_input")
          .map((s) => (s.kind === "constant_input" ? plain(s.value) : s.name)),
      ),
  },
  user_outputs: {
    get: (_vm, self) =>
      tuple(
        of(self)
          .outputs.filter((s) => s.kind === "user_output")
          .map((s) => (s.name === "" ? null : s.name)),
      ),
  },
  non_persistent_buffers: {
    get: (_vm, self) =>
      tuple(
        of(self)
          .inputs.filter((s) => s.kind === "buffer" && !s.persistent)
          .map(target),
      ),
  },
});
