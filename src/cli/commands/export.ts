/** `dynamo-onnx export`: evaluates a program and writes the models it exports. */

import { resolve } from "node:path";
import { codeDirectory } from "../../runtime/cache_directory.ts";
import { openSession } from "../../session/session.ts";
import { type DumpKind, type ExportFileOptions, failed, VERBOSITIES } from "../../session/types.ts";
import { integerOption, programArguments, readArguments } from "../arguments.ts";
import { parseInputSpec } from "../input_spec.ts";
import { formatDiagnostic, formatExport, toJsonOutcome } from "../output.ts";
import { withSarif } from "../sarif_option.ts";
import { UsageError } from "../usage_error.ts";

const DUMP_KINDS: readonly DumpKind[] = ["ast", "bytecode", "fx", "onnx"];

export async function exportCommand(args: readonly string[]): Promise<number> {
  const { own, program } = programArguments(args);
  const { values, positionals } = readArguments("export", own, {
    "out-dir": { type: "string" },
    opset: { type: "string" },
    "dynamic-shapes": { type: "boolean", default: false },
    entry: { type: "string" },
    input: { type: "string", multiple: true },
    weights: { type: "string" },
    sarif: { type: "string" },
    report: { type: "string" },
    dump: { type: "string" },
    "op-level-debug": { type: "boolean", default: false },
    accuracy: { type: "boolean", default: false },
    verbosity: { type: "string" },
    "warnings-as-errors": { type: "boolean", default: false },
    "no-verify": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) {
    throw new UsageError("export takes one FILE.py or FILE.pt2; arguments of the program stand behind --", "export");
  }
  if (values.input !== undefined && values.entry === undefined) throw new UsageError("--input needs --entry", "export");
  if (values.weights !== undefined && values.entry === undefined) {
    throw new UsageError("--weights needs --entry", "export");
  }
  const dump = values.dump === undefined ? null : choice("dump", DUMP_KINDS, values.dump);

  const options: ExportFileOptions = {
    file: resolve(file),
    args: program,
    outDir: resolve(values["out-dir"] ?? "."),
    opset: integerOption("export", "opset", values.opset),
    dynamicShapes: values["dynamic-shapes"],
    entry:
      values.entry === undefined
        ? null
        : {
            name: values.entry,
            inputs: (values.input ?? []).map(parseInputSpec),
            weights: values.weights === undefined ? null : resolve(values.weights),
          },
    verify: !values["no-verify"],
    opLevelDebug: values["op-level-debug"],
    accuracy: values.accuracy,
    warningsAsErrors: values["warnings-as-errors"],
    ...(values.verbosity === undefined ? {} : { verbosity: choice("verbosity", VERBOSITIES, values.verbosity) }),
    reportPath: values.report === undefined ? null : resolve(values.report),
  };
  const session = await openSession({ codeDirectory: codeDirectory() });
  try {
    // One JSON object on standard output: what the program prints goes to standard error then.
    const printed = values.json || dump !== null ? process.stderr : process.stdout;
    const outcome = await session.exportFile(options, {
      onStage: () => {},
      onOutput: (text) => printed.write(text),
      cancelled: () => false,
      dump: dump === null ? null : { kind: dump, write: (text) => process.stdout.write(text) },
    });
    const diagnostics = withSarif(values.sarif, outcome.diagnostics);
    if (values.json) {
      process.stdout.write(`${JSON.stringify(toJsonOutcome({ ...outcome, diagnostics }), null, 1)}\n`);
    } else if (dump === null) {
      for (const exported of outcome.exports) process.stdout.write(`${formatExport(exported)}\n`);
    }
    for (const diagnostic of diagnostics) process.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
    session.saveCode();
    return failed(diagnostics) ? 1 : 0;
  } finally {
    await session.close();
  }
}

function choice<T extends string>(option: string, choices: readonly T[], text: string): T {
  const chosen = choices.find((one) => one === text);
  if (chosen === undefined) {
    throw new UsageError(`--${option} takes one of ${choices.join(", ")}, not '${text}'`, "export");
  }
  return chosen;
}
