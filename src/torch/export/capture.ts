/** Captures a module or function as an `ExportedProgram`, by running it once on fake tensors. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { PyFunction } from "../../dynamo/objects/function.ts";
import { PyMethod } from "../../dynamo/objects/method.ts";
import type { Kwargs } from "../../dynamo/objects/native.ts";
import type { PyObject, PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { PyUnknown } from "../../dynamo/objects/unknown.ts";
import { getAttr } from "../../dynamo/protocols/attribute.ts";
import { call } from "../../dynamo/protocols/call.ts";
import { typeOf } from "../../dynamo/protocols/type_of.ts";
import type { ExportedProgram, OutputSpec, SymbolRange, TensorData, TreeSpec } from "../../fx/exported_program.ts";
import { type Argument, Node } from "../../fx/graph.ts";

import type { SymExpr } from "../../shapes/types.ts";
import { isModule } from "../nn/module_type.ts";
import { PySymInt } from "../objects/symbolic.ts";
import { torchState } from "../state.ts";
import { elementsTensor } from "../tensor/factory.ts";
import { tryInput } from "../tensor/inputs.ts";
import { PyTensor, TensorStorage } from "../tensor/tensor.ts";
import { argumentNames, signatureOf } from "./call_signature.ts";
import { checkSpec } from "./check_spec.ts";
import { PyDimHint } from "./dim.ts";
import {
  DynamicShapes,
  dimSpecs,
  everyDimension,
  type ShapesRequest,
  type SmallExamples,
  specAt,
} from "./dynamic_shapes.ts";
import { raiseUserError } from "./errors.ts";
import { GraphTracer } from "./graph_tracer.ts";
import { outputArgument } from "./output_argument.ts";
import { flatten, mapLeaves } from "./pytree.ts";
import { settleSymbols } from "./settle.ts";

export interface CaptureOptions {
  readonly shapes: ShapesRequest;
  /** "refused" unless said otherwise. */
  readonly smallExamples?: SmallExamples;
}

export function capture(
  vm: Interpreter,
  model: PyValue,
  args: readonly PyValue[],
  kwargs: Kwargs,
  options: CaptureOptions,
): ExportedProgram {
  const state = torchState(vm);
  if (state.tracer !== null) {
    raiseUserError(vm, "DYN1004", "a model can't be exported while another one is being captured");
  }
  const module = isModule(vm, model) ? (model as PyObject) : null;
  const signature = signatureOf(vm, module === null ? model : getAttr(vm, module, "forward"));
  const tracer = new GraphTracer(vm, module);
  const dynamic = new DynamicShapes(vm, tracer.shapes, options.smallExamples ?? "refused");
  const positional = new PyTuple(args);
  const keyword = PyDict.fromStrings(kwargs);
  const names = argumentNames(signature, args.length);
  const inputs = byParameter(names, args, kwargs);
  const parameters = [...inputs.keys()];
  if (options.shapes.kind === "spec") checkSpec(vm, options.shapes.spec, inputs);
  const examples: (TensorData | null)[] = [];
  let tensorLeaves = 0;

  const fakeLeaf = (value: PyValue, path: readonly string[], positions: readonly (number | undefined)[]): PyValue => {
    const name = inputName(path);
    if (value instanceof PyTensor) {
      const source = `L${path.map((p, i) => (i > 0 && /^\d+$/.test(p) ? `[${p}]` : `['${p}']`)).join("")}`;
      const rank = value.meta.shape.length;
      const byDefault = options.shapes.kind === "none" && state.dynamicByDefault;
      const shapes: ShapesRequest = byDefault ? { kind: "all" } : options.shapes;
      const dims =
        shapes.kind === "all"
          ? everyDimension(rank)
          : shapes.kind === "none"
            ? []
            : dimSpecs(
                vm,
                shapes.kind === "leaves"
                  ? shapes.of(tensorLeaves++, name)
                  : specFor(vm, shapes.spec, path, positions, parameters),
                rank,
                source,
              );
      const meta = dynamic.apply({ ...value.meta, storageOffset: 0 }, dims, source);
      const node = tracer.addInput(name, meta, undefined);
      const absent = state.valueOf(meta, { kind: "absent", reason: "an input of the model has no value of its own" });
      const fake = new PyTensor(value.type, meta, new TensorStorage(absent));
      fake.requiresGrad = value.requiresGrad;
      tracer.bind(fake, node);
      examples.push(value.value);
      return fake;
    }
    if (value instanceof PyUnknown) {
      raiseUserError(vm, "DYN1006", `the argument '${path.join(".")}' is unknown to the analysis: ${value.origin}`);
    }
    const varying = varyingNumber(value, path, positions);
    if (varying !== null) {
      tracer.addInput(name, { kind: "symint", expr: varying }, undefined);
      examples.push(elementsTensor(state, [], "int64", [value as number]).value);
      return new PySymInt(varying);
    }
    const constant = tryInput(value);
    if (constant === undefined || Array.isArray(constant)) {
      raiseUserError(
        vm,
        "DYN2004",
        `Unsupported input type ${typeOf(value).name} for '${path.join(".")}'. Only pytree containers of Tensors and constants can be inputs of an exported program.`,
      );
    }
    tracer.addInput(name, { kind: "constant", value: constant as Argument }, constant as Argument);
    return value;
  };

  /** The symbol of a whole number that was declared dynamic. */
  function varyingNumber(
    value: PyValue,
    path: readonly string[],
    positions: readonly (number | undefined)[],
  ): SymExpr | null {
    if (typeof value !== "number" || options.shapes.kind !== "spec") return null;
    const spec = specFor(vm, options.shapes.spec, path, positions, parameters);
    if (!(spec instanceof PyDimHint) || spec.kind === "STATIC") return null;
    const made = dynamic.number(spec, value, `L['${path.join("']['")}']`);
    return typeof made === "number" ? null : made;
  }

  const flatArgs = flatten(vm, positional).leaves.map(({ value, path, positions }) => {
    const [head = "0", ...rest] = path;
    const named = names[Number(head)] ?? [head];
    // The head is a parameter's name, and in `*args` the position among them too.
    return fakeLeaf(value, [...named, ...rest], [...named.map(() => undefined), ...positions.slice(1)]);
  });
  const flatKwargs = flatten(vm, keyword).leaves.map(({ value, path, positions }) =>
    fakeLeaf(value, path, [undefined, ...positions.slice(1)]),
  );

  state.tracer = tracer;
  let result: PyValue;
  try {
    // Making a registered container anew may call operators.
    const fakeArgs = mapLeaves(vm, positional, (_, i) => flatArgs[i] ?? null);
    const fakeKwargs = mapLeaves(vm, keyword, (_, i) => flatKwargs[i] ?? null);
    result = call(
      vm,
      model,
      fakeArgs instanceof PyTuple ? fakeArgs.items : [],
      fakeKwargs instanceof PyDict ? new Map(fakeKwargs.attrMap) : null,
    );
    tracer.finishBuffers();
    return finish(result);
  } finally {
    state.tracer = null;
  }

  function finish(value: PyValue): ExportedProgram {
    const { leaves, spec } = flatten(vm, value);
    const outputs: Argument[] = leaves.map((leaf) => outputArgument(vm, tracer, leaf.value));
    tracer.graph.add("output", "output", [outputs], {}, { value: null, span: null, stack: [], modules: [] }, "output");
    const notices = dynamic.check();
    settleSymbols(tracer.graph, tracer.shapes);
    const outputSpecs: OutputSpec[] = outputs.map((o) => ({
      kind: "user_output",
      name: o instanceof Node ? o.name : "",
    }));
    const inTree: TreeSpec = {
      kind: "tuple",
      children: [flatten(vm, positional).spec, flatten(vm, keyword).spec],
    };
    return {
      modelName: modelName(model),
      graph: tracer.graph,
      inputs: tracer.inputs,
      outputs: outputSpecs,
      inTree,
      outTree: spec,
      argNames: [...names.map((n) => n.join("_")), ...kwargs.keys()],
      ranges: ranges(tracer, dynamic),
      guards: tracer.shapes.guards,
      notices,
      state: tracer.state,
      exampleInputs: examples,
    };
  }
}

/** The specification of the argument at `path`: by the parameter's name, or by its position among the parameters. */
function specFor(
  vm: Interpreter,
  spec: PyValue,
  path: readonly string[],
  positions: readonly (number | undefined)[],
  parameters: readonly string[],
): PyValue {
  if (spec instanceof PyDict) return specAt(vm, spec, path, positions);
  const [head = "", ...rest] = path;
  return specAt(vm, spec, [String(parameters.indexOf(head)), ...rest], positions);
}

/** The arguments by parameter, what goes to `*args` as one tuple. */
function byParameter(
  names: readonly (readonly string[])[],
  args: readonly PyValue[],
  kwargs: Kwargs,
): Map<string, PyValue> {
  const inputs = new Map<string, PyValue>();
  names.forEach(([head = "", index], i) => {
    const value = args[i] ?? null;
    const before = inputs.get(head);
    if (index === undefined) inputs.set(head, value);
    else inputs.set(head, new PyTuple(before instanceof PyTuple ? [...before.items, value] : [value]));
  });
  for (const [name, value] of kwargs) inputs.set(name, value);
  return inputs;
}

function inputName(path: readonly string[]): string {
  return path.map((p) => p.replace(/[^a-zA-Z0-9]/g, "_").toLowerCase()).join("_");
}

function modelName(model: PyValue): string {
  if (model instanceof PyFunction) return model.name;
  if (model instanceof PyMethod && model.func instanceof PyFunction) return model.func.name;
  return typeOf(model).name;
}

/** The symbols that are left, with their ranges as the guards made them. */
function ranges(tracer: GraphTracer, dynamic: DynamicShapes): readonly SymbolRange[] {
  const { shapes } = tracer;
  const result: SymbolRange[] = [];
  for (const info of shapes.symbols) {
    const value = shapes.simplify(info.symbol);
    if (value !== info.symbol) continue;
    const { min, max } = shapes.range(info.symbol);
    const declaredMin = dynamic.declaredMin(info.symbol);
    const range = { symbol: info.symbol, min, max, userName: info.userName, hint: info.hint };
    result.push(declaredMin === null || min > Math.max(declaredMin, 2) ? range : { ...range, declaredMin });
  }
  return result;
}
