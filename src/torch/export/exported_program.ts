/** `torch.export.ExportedProgram` as an object. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import type { ExportedProgram } from "../../fx/exported_program.ts";
import { programShapes } from "../../ops/passes/program_shapes.ts";
import { PyGraph } from "./fx_objects.ts";

export const exportedProgramType: PyType = nativeType("ExportedProgram", {
  module: "torch.export.exported_program",
  hasDict: true,
});

export class PyExportedProgram extends PyObject {
  readonly program: ExportedProgram;
  /** What was captured, for `module()`; null when the program was loaded. */
  readonly model: PyValue;
  private view: PyGraph | null = null;
  constructor(program: ExportedProgram, model: PyValue) {
    super(exportedProgramType);
    this.program = program;
    this.model = model;
  }

  /** The graph as Python sees it, the same object each time. */
  graph(vm: Interpreter): PyGraph {
    this.view ??= new PyGraph(vm, this.program.graph, programShapes(this.program));
    return this.view;
  }
}
