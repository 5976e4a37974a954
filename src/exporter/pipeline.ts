/** The export of a captured program: a list of stages from the FX graph to a checked ONNX model. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ExportedProgram } from "../fx/exported_program.ts";
import { type CheckIssue, checkModel, issueText } from "../onnx/checker/check_model.ts";
import type { Model } from "../onnx/ir.ts";
import type { Pass } from "../onnx/pass.ts";
import { removeDeadCode } from "../onnx/passes/dead_code.ts";
import { dedupInitializers } from "../onnx/passes/dedup_initializers.ts";
import { outlineModules } from "../onnx/passes/outline_modules.ts";
import { translateProgram } from "./fx_to_onnx.ts";
import { OnnxProgram } from "./onnx_program.ts";
import { type ExportOptions, exportOptions, MAX_OPSET, MIN_OPSET } from "./options.ts";
import { StageClock, type StageTime } from "./stage.ts";

export interface ExportResult {
  /** Null when the export failed; the diagnostics say why. */
  readonly program: OnnxProgram | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly stages: readonly StageTime[];
}

export function exportProgram(program: ExportedProgram, given: Partial<ExportOptions> = {}): ExportResult {
  const options = exportOptions(given);
  const clock = new StageClock(options.onStage);
  const diagnostics: Diagnostic[] = [...wrongOptions(options)];
  const failed = (): ExportResult => ({ program: null, diagnostics, stages: clock.times });
  if (diagnostics.length > 0) return failed();

  const translation = clock.run("translate to ONNX", () => translateProgram(program, options));
  diagnostics.push(...translation.diagnostics);
  const { model } = translation;
  if (model === null) return failed();

  clock.run("optimise", () => {
    runPass(model, removeDeadCode);
    runPass(model, dedupInitializers);
  });
  if (options.moduleFunctions) {
    clock.run("outline modules", () => {
      runPass(model, outlineModules);
      runPass(model, removeDeadCode);
    });
  }
  const issues = clock.run("check", () => checkModel(model));
  diagnostics.push(...issues.map(checkDiagnostic));
  return issues.length > 0 ? failed() : { program: new OnnxProgram(model, program), diagnostics, stages: clock.times };
}

function runPass(model: Model, pass: Pass): void {
  pass(model);
}

function checkDiagnostic(issue: CheckIssue): Diagnostic {
  const source = issue.node?.source ?? null;
  return {
    ruleId: "DYN3001",
    level: "error",
    message: issueText(issue),
    span: source?.span ?? null,
    stack: source?.stack ?? [],
  };
}

function wrongOptions(options: ExportOptions): Diagnostic[] {
  const messages: { ruleId: "DYN3002" | "DYN3001"; message: string }[] = [];
  if (!Number.isInteger(options.opset) || options.opset < MIN_OPSET || options.opset > MAX_OPSET) {
    const message = `Opset ${options.opset} can't be targeted; choose one from ${MIN_OPSET} to ${MAX_OPSET}.`;
    messages.push({ ruleId: "DYN3002", message });
  }
  const names = [...options.inputNames, ...options.outputNames];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    messages.push({
      ruleId: "DYN3001",
      message: `The name ${JSON.stringify(twice)} is given to two inputs or outputs; names must differ.`,
    });
  }
  return messages.map((item) => ({ ...item, level: "error", span: null }));
}
