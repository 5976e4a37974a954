/** The export of a captured program: a list of stages from the FX graph to a checked ONNX model. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { DEBUG, isReported } from "../diagnostics/verbosity.ts";
import type { ExportedProgram } from "../fx/exported_program.ts";
import type { FXGraphExtractor } from "../fx/extractor.ts";
import type { Graph } from "../fx/graph.ts";
import { type CheckIssue, checkModel, issueText } from "../onnx/checker/check_model.ts";
import type { Model } from "../onnx/ir.ts";
import { MAX_OPSET, MIN_OPSET } from "../onnx/opsets.ts";
import type { Pass } from "../onnx/pass.ts";
import { cleanUp } from "../onnx/passes/clean_up.ts";
import { shareSubexpressions } from "../onnx/passes/common_subexpressions.ts";
import { removeDeadCode } from "../onnx/passes/dead_code.ts";
import { dedupInitializers } from "../onnx/passes/dedup_initializers.ts";
import { foldSizes } from "../onnx/passes/fold_sizes.ts";
import { lowerOpset } from "../onnx/passes/lower_opset.ts";
import { outlineModules } from "../onnx/passes/outline_modules.ts";
import { programShapes } from "../ops/passes/program_shapes.ts";
import { OpError } from "../ops/types.ts";
import { printBool } from "../shapes/print.ts";
import type { Guard } from "../shapes/types.ts";
import { atOnnxNode } from "./at_onnx_node.ts";
import { prepareProgram } from "./fx_passes.ts";
import { translateProgram } from "./fx_to_onnx.ts";
import { guardMetadata, sizeNames } from "./guards.ts";
import { OnnxProgram } from "./onnx_program.ts";
import { type ExportOptions, exportOptions } from "./options.ts";
import { StageClock, type StageTime } from "./stage.ts";
import { passRecord, translationRecords } from "./stage_records.ts";

export interface ExportResult {
  /** Null when the export failed; the diagnostics say why. */
  readonly program: OnnxProgram | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly stages: readonly StageTime[];
}

/** As `exportProgram`, of what an extractor captures; what its capture raises is not caught. */
export function exportFrom(extractor: FXGraphExtractor, given: Partial<ExportOptions> = {}): ExportResult {
  return exportProgram(extractor.generateFx(), given);
}

export function exportProgram(program: ExportedProgram, given: Partial<ExportOptions> = {}): ExportResult {
  const options = exportOptions(given);
  const result = runStages(program, options);
  return { ...result, diagnostics: result.diagnostics.filter((found) => isReported(found, options.verbosity)) };
}

function runStages(program: ExportedProgram, options: ExportOptions): ExportResult {
  const clock = new StageClock(options.onStage);
  const diagnostics: Diagnostic[] = [...wrongOptions(options, program)];
  const notices = program.notices ?? [];
  const failed = (): ExportResult => ({ program: null, diagnostics, stages: clock.times });
  if (diagnostics.some((d) => d.level === "error")) return failed();
  diagnostics.push(...notices);

  const env = programShapes(program);
  const known = env.guards.length;
  const records = options.verbosity <= DEBUG;
  const onPass = (name: string, before: Graph, after: Graph): void => {
    if (records) diagnostics.push(passRecord(name, before, after));
  };
  const prepared = clock.run("FX passes", () => attempt(() => prepareProgram(program, env, options.registry, onPass)));
  if (prepared instanceof OpError) {
    diagnostics.push({ ruleId: "DYN2004", level: "error", message: prepared.message, span: env.span });
    return failed();
  }
  diagnostics.push(...prepared.diagnostics);
  const translation = clock.run("translate to ONNX", () => translateProgram(prepared.program, env, options));
  diagnostics.push(...translation.diagnostics, ...env.guards.slice(known).map((guard) => assumption(guard, program)));
  const { model } = translation;
  if (model === null) return failed();
  if (records) diagnostics.push(...translationRecords(prepared.program.graph, model));

  const stages: readonly (readonly [string, () => void])[] = [
    ["optimise", () => (options.optimize ? optimise(model) : removeDeadCode(model))],
    ...(options.moduleFunctions ? ([["outline modules", () => outline(model)]] as const) : []),
  ];
  for (const [key, value] of guardMetadata(program)) model.metadata.set(key, value);
  if (!sound(clock, model, diagnostics)) return failed();
  for (const [name, work] of stages) {
    clock.run(name, work);
    if (!sound(clock, model, diagnostics)) return failed();
  }
  if (options.olderOpset !== null) diagnostics.push(...lowered(model, options.olderOpset));
  return { program: new OnnxProgram(model, program), diagnostics, stages: clock.times };
}

/** What keeps the model at its opset; nothing when it has the older one. */
function lowered(model: Model, target: number): Diagnostic[] {
  const opset = model.opsetImports.get("");
  const newer = lowerOpset(model, target);
  if (newer.length === 0) return [];
  const message = `opset_version=${target} is older than ${newer.join(", ")} as the model uses ${newer.length === 1 ? "it" : "them"}; it is exported for opset ${opset}.`;
  return [{ ruleId: "DYN3002", level: "warning", message, span: null }];
}

/** An operator's refusal is a result here; anything else is a fault and goes on. */
function attempt<T>(work: () => T): T | OpError {
  try {
    return work();
  } catch (error) {
    if (error instanceof OpError) return error;
    throw error;
  }
}

/** A size that translation had to fix, beyond what the capture did: the model is right for such sizes only. */
function assumption(guard: Guard, program: ExportedProgram): Diagnostic {
  const condition = printBool(guard.condition, sizeNames(program));
  const message = `The ONNX model holds only for inputs where ${condition} (${guard.reason}). Declare the dimension static if that is meant.`;
  return { ruleId: "DYN2002", level: "warning", message, span: guard.span };
}

const OPTIMISATIONS: readonly Pass[] = [
  removeDeadCode,
  foldSizes,
  cleanUp,
  shareSubexpressions,
  dedupInitializers,
  removeDeadCode,
];

/** Passes open the way for each other; a few rounds settle all that is left in practice. */
const MAX_ROUNDS = 4;

export function optimise(model: Model): void {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let changed = false;
    for (const pass of OPTIMISATIONS) changed = pass(model).changed || changed;
    if (!changed) return;
  }
}

function outline(model: Model): void {
  outlineModules(model);
  removeDeadCode(model);
}

/** The model is checked after every stage, so that a fault is found where it was made. */
function sound(clock: StageClock, model: Model, diagnostics: Diagnostic[]): boolean {
  const last = clock.times.at(-1)?.name ?? "";
  const issues = clock.run("check", () => checkModel(model));
  diagnostics.push(...issues.map((issue) => checkDiagnostic(issue, last, model)));
  return issues.length === 0;
}

function checkDiagnostic(issue: CheckIssue, stage: string, model: Model): Diagnostic {
  const message = `After the stage "${stage}" the model is not valid: ${issueText(issue)}`;
  const problem = { ruleId: "DYN3001", level: "error", message } as const;
  return issue.node === null ? { ...problem, span: null, stack: [] } : atOnnxNode(model, issue.node, stage, problem);
}

function wrongOptions(options: ExportOptions, program: ExportedProgram): Diagnostic[] {
  const messages: Pick<Diagnostic, "ruleId" | "level" | "message">[] = [];
  const lists = [
    ["input_names", options.inputNames, program.inputs.filter((spec) => spec.kind === "user_input").length, "input"],
    [
      "output_names",
      options.outputNames,
      program.outputs.filter((spec) => spec.kind === "user_output").length,
      "output",
    ],
  ] as const;
  for (const [option, names, count, noun] of lists) {
    if (names.length <= count) continue;
    const has = `${count} ${noun}${count === 1 ? "" : "s"}`;
    const message = `${option} has ${names.length} names, but the model has ${has}; the others are left out.`;
    messages.push({ ruleId: "DYN3003", level: "warning", message });
  }
  if (!Number.isInteger(options.opset) || options.opset < MIN_OPSET || options.opset > MAX_OPSET) {
    const message = `Opset ${options.opset} can't be targeted; choose one from ${MIN_OPSET} to ${MAX_OPSET}.`;
    messages.push({ ruleId: "DYN3002", level: "error", message });
  }
  const names = lists.flatMap(([, given, count]) => given.slice(0, count));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    messages.push({
      ruleId: "DYN3001",
      level: "error",
      message: `The name ${JSON.stringify(twice)} is given to two inputs or outputs; names must differ.`,
    });
  }
  return messages.map((item) => ({ ...item, span: null }));
}
