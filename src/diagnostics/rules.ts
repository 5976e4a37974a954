/** Every rule a diagnostic may carry: one table, from which SARIF rules, Problems, quick fixes and the documentation follow. */

import type { Level } from "./diagnostic.ts";

export interface Rule {
  /** Kebab-case, as SARIF's `reportingDescriptor.name`. */
  readonly name: string;
  readonly level: Level;
  readonly summary: string;
  /** Markdown: what it means, an example, what to do. */
  readonly help: string;
}

function rule(name: string, level: Level, summary: string, help: string): Rule {
  return { name, level, summary, help };
}

/** FXE ids are those PyTorch's exporter documented; DYN ids are this product's own. */
export const RULES = {
  DYN1001: rule(
    "syntax-error",
    "error",
    "The file is not valid Python.",
    "The parser could not read this part of the file. The rest of the file is still analysed. Correct the syntax at the marked place.",
  ),
  DYN1002: rule(
    "module-not-found",
    "note",
    "An imported module is not available to the analysis.",
    "The module is not installed in the selected environment, or has only compiled code. What comes from it is unknown to the analysis; choose the Python environment that has it, or export through the Python interpreter.",
  ),
  DYN1003: rule(
    "uncaught-exception",
    "error",
    "The program raised an exception that nothing caught.",
    "The evaluation ended here as Python would. The traceback is in the related information.",
  ),
  DYN1004: rule(
    "unsupported-python",
    "error",
    "A Python feature or library function that the analysis does not model.",
    "The capture stopped at this expression. Rewrite it with a supported construct, or export through the Python interpreter.",
  ),
  DYN1005: rule(
    "budget-exceeded",
    "error",
    "The program ran longer, deeper or larger than the analysis allows.",
    "Evaluation stops after a number of steps, so that an endless loop can't hang the editor. Look for a loop that never ends, or raise the limit in the settings.",
  ),
  DYN1006: rule(
    "unknown-value",
    "note",
    "A value that the analysis can't know decides here.",
    "The value comes from a file, a missing module or another outside source.",
  ),
  DYN1007: rule(
    "not-performed",
    "note",
    "Something that the program asks for is not done during the analysis.",
    "No file is written and no model is trained: the program is evaluated only to find the models that it exports. The message says what that means for them.",
  ),
  DYN2001: rule(
    "data-dependent",
    "error",
    "Python control flow depends on a tensor's data.",
    "A graph has no Python branch: the condition's value is known only when the model runs. Use `torch.where` to select values, `torch.cond` for two branches, or `torch._check` to promise what holds.",
  ),
  DYN2002: rule(
    "specialised-dimension",
    "error",
    "The program fixes or narrows a dimension that was declared dynamic.",
    "The program uses this size as a constant, or works for a part of the declared sizes only. Change the expression, or declare what the message suggests. For Dim.DYNAMIC and Dim.AUTO, which promise no range, it is a warning.",
  ),
  DYN2003: rule(
    "constraint-violation",
    "error",
    "The declared dynamic shapes contradict the program or the example inputs.",
    "Correct the dynamic_shapes specification as the message says.",
  ),
  DYN2004: rule(
    "operator-call",
    "error",
    "An operator was called with arguments that it can't take.",
    "The shapes, types or values of the arguments do not fit the operator. The message names both sides.",
  ),
  DYN3001: rule(
    "onnx-check",
    "error",
    "The exported model is not valid ONNX.",
    "This is a fault of the exporter; please report it with the model.",
  ),
  DYN3002: rule("opset-version", "error", "The exporter can't target this opset.", "Choose an opset from 18 to 23."),
  DYN3003: rule(
    "export-option",
    "warning",
    "An option of the export has no effect, or does not fit the model.",
    "The message says which option and why. An option without effect can be removed; a list of names must not be longer than the model's inputs or outputs.",
  ),
  DYN4001: rule("weights", "error", "A tensor's data is not available.", "The data could not be computed or read."),
  DYN5001: rule(
    "runtime-failure",
    "error",
    "ONNX Runtime could not load or run the exported model.",
    "The message is ONNX Runtime's own.",
  ),
  DYN5002: rule(
    "accuracy",
    "warning",
    "The exported model's outputs differ from the reference.",
    "Compare the outputs listed in the report.",
  ),
  DYN6001: rule("file-error", "error", "A file could not be read or written.", "Check the path and its permissions."),
  FXE0007: rule(
    "fx-graph-to-onnx",
    "none",
    "Transforms the graph from FX to ONNX.",
    "The stage that translates the captured graph.",
  ),
  FXE0008: rule(
    "fx-node-to-onnx",
    "none",
    "Transforms one FX node to ONNX.",
    "The stage that translates one node of the captured graph.",
  ),
  FXE0010: rule(
    "fx-pass",
    "none",
    "A pass over the FX graph.",
    "A transformation of the captured graph before translation.",
  ),
  FXE0011: rule(
    "no-symbolic-function-for-call-function",
    "error",
    "The registry has no ONNX function for this operator.",
    "Register one with `OnnxRegistry.register_op` or `custom_translation_table`, or rewrite the expression with supported operators.",
  ),
  FXE0012: rule(
    "unsupported-fx-node-analysis",
    "error",
    "The graph has operators that can't be translated.",
    "Each operator and its lines are listed in the report.",
  ),
  FXE0013: rule(
    "op-level-debugging",
    "warning",
    "An operator's ONNX result differs from the reference.",
    "Compare the operator's inputs and outputs.",
  ),
  FXE0014: rule(
    "find-opschema-matched-symbolic-function",
    "warning",
    "No ONNX function matches the call exactly.",
    "The nearest function was used.",
  ),
  FXE0015: rule(
    "fx-node-insert-type-promotion",
    "none",
    "Operands were converted to the type that they promote to.",
    "PyTorch promotes operand types implicitly; ONNX needs the cast written out. Told when `DiagnosticOptions(verbosity_level=logging.DEBUG)` asks for it. Give both operands one type where the conversion is not meant.",
  ),
  FXE0016: rule(
    "find-operator-overloads-in-onnx-registry",
    "warning",
    "The overload is not registered; another overload of the same operator is used.",
    "Register the overload to choose its function.",
  ),
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof RULES;
