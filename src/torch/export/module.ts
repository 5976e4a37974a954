/** `torch.export`: `export`, `Dim`, and the program object. */

import { lazy, type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { float } from "../../dynamo/objects/float.ts";
import { defineGetSet, defineMethods, fn, rawFn } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { call } from "../../dynamo/protocols/call.ts";
import { toArray } from "../../dynamo/protocols/iterate.ts";
import { decomposeProgram } from "../../ops/passes/decompose_program.ts";
import { torchState } from "../state.ts";
import { raiseOpError } from "../tensor/dispatch.ts";
import { tensorOfValue } from "../tensor/factory.ts";
import { raiseUnmodelled } from "../tensor/methods/generic.ts";
import { LazyValue } from "../tensor/value.ts";
import { capture } from "./capture.ts";
import { decompositionsOf, defaultDecompositions } from "./decomposition_table.ts";
import { dimType } from "./dim.ts";
import { exampleInputs } from "./example_inputs.ts";
import { exportedProgramType, PyExportedProgram } from "./exported_program.ts";
import { graphModule } from "./fx_objects.ts";
import { loadProgram, saveProgram } from "./load.ts";
import { printProgram, printRange } from "./print.ts";
import { signatureObject } from "./signature_objects.ts";

/** The program without mutation and without the operators of the table, as `run_decompositions` gives it. */
function decomposed(vm: Interpreter, exported: PyExportedProgram, table: PyValue): PyExportedProgram {
  const decompositions = decompositionsOf(vm, table);
  try {
    return new PyExportedProgram(decomposeProgram(exported.program, decompositions), exported.model);
  } catch (e) {
    return raiseOpError(vm, e);
  }
}

/** The interval of a size's values, as `exported.range_constraints` shows it. */
const valueRangesType = nativeType("ValueRanges", { module: "torch.utils._sympy.value_ranges" });

class PyValueRanges extends PyObject {
  readonly lower: number;
  readonly upper: number;
  constructor(lower: number, upper: number) {
    super(valueRangesType);
    this.lower = lower;
    this.upper = upper;
  }
}

const limit = (n: number): PyValue => (Number.isFinite(n) ? n : float(n));

defineMethods(valueRangesType, { "__repr__(self)": (_vm, self: PyValueRanges) => printRange(self.lower, self.upper) });
defineGetSet(valueRangesType, {
  lower: { get: (_vm, self) => limit((self as PyValueRanges).lower) },
  upper: { get: (_vm, self) => limit((self as PyValueRanges).upper) },
});

defineMethods(exportedProgramType, {
  "__repr__(self)": (_vm, self: PyExportedProgram) => printProgram(self.program),
  "module(self, check_guards=True)": (vm, self: PyExportedProgram) =>
    self.model ?? raiseUnmodelled(vm, "module() of a program that torch.export.load read"),
  "run_decompositions(self, decomp_table=None, decompose_custom_triton_ops=False)": (
    vm,
    self: PyExportedProgram,
    table: PyValue,
  ) => decomposed(vm, self, table),
  "parameters(self)": (vm, self: PyExportedProgram) => {
    const state = torchState(vm);
    const tensors = self.program.inputs
      .filter((i) => i.kind === "parameter")
      .map((i) => (i.kind === "parameter" ? self.program.state.get(i.target) : undefined));
    return new PyTuple(tensors.map((t) => (t instanceof LazyValue ? tensorOfValue(state, t) : null)));
  },
});
defineGetSet(exportedProgramType, {
  graph: { get: (vm, self) => (self as PyExportedProgram).graph(vm) },
  graph_module: { get: (vm, self) => graphModule((self as PyExportedProgram).graph(vm)) },
  graph_signature: {
    get: (vm, self) => {
      const exported = self as PyExportedProgram;
      return signatureObject(exported.program, exported.graph(vm).graph);
    },
  },
  range_constraints: {
    get: (vm, self) => {
      const result = new PyDict();
      for (const { symbol, min, max, declaredMin } of (self as PyExportedProgram).program.ranges)
        result.set(vm, symbol.name, new PyValueRanges(declaredMin ?? min, max));
      return result;
    },
  },
  example_inputs: { get: (vm, self) => exampleInputs(torchState(vm), (self as PyExportedProgram).program) },
  state_dict: {
    get: (vm, self) => {
      const state = torchState(vm);
      const { program } = self as PyExportedProgram;
      const entries: [string, PyValue][] = [];
      for (const [name, data] of program.state)
        if (data instanceof LazyValue) entries.push([name, tensorOfValue(state, data)]);
      return PyDict.fromStrings(entries);
    },
  },
});

function exportFunction(
  vm: Interpreter,
  mod: PyValue,
  args: PyValue,
  kwargs: PyValue,
  dynamicShapes: PyValue,
): PyValue {
  const named = kwargs instanceof PyDict ? new Map(kwargs.attrMap) : new Map<string, PyValue>();
  const program = capture(vm, mod, toArray(vm, args), named, {
    shapes: dynamicShapes === null ? { kind: "none" } : { kind: "spec", spec: dynamicShapes },
  });
  return new PyExportedProgram(program, mod);
}

export function exportModule(): NativeModule {
  return nativeModule("torch.export", (vm) => ({
    export: fn(
      "export(mod, args, kwargs=None, *, dynamic_shapes=None, strict=False, preserve_module_call_signature=(), prefer_deferred_runtime_asserts_over_guards=False)",
      exportFunction,
    ),
    export_for_training: fn(
      "export_for_training(mod, args, kwargs=None, *, dynamic_shapes=None, strict=False)",
      exportFunction,
    ),
    Dim: dimType,
    dims: rawFn("dims", (v, args) => new PyTuple(args.map((name) => call(v, dimType, [name])))),
    ExportedProgram: exportedProgramType,
    save: fn("save(ep, f, *, extra_files=None, opset_version=None, pickle_protocol=2)", saveProgram),
    load: fn("load(f, *, extra_files=None, expected_opset_version=None)", loadProgram),
    default_decompositions: fn("default_decompositions()", (v: Interpreter) => defaultDecompositions(v)),
    register_dataclass: fn("register_dataclass(cls, **kwargs)", () => null),
    dynamic_shapes: lazy(() => vm.importModule("torch.export.dynamic_shapes")),
  }));
}
