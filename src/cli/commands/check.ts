/** `dynamo-onnx check`: the diagnostics alone; nothing is written or run. */

import { resolve } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { codeDirectory } from "../../runtime/cache_directory.ts";
import { openSession } from "../../session/session.ts";
import { failed } from "../../session/types.ts";
import { programArguments, readArguments } from "../arguments.ts";
import { formatDiagnostic, toJsonOutcome } from "../output.ts";
import { withSarif } from "../sarif_option.ts";
import { UsageError } from "../usage_error.ts";

export async function checkCommand(args: readonly string[]): Promise<number> {
  const { own, program } = programArguments(args);
  const { values, positionals } = readArguments("check", own, {
    sarif: { type: "string" },
    json: { type: "boolean", default: false },
  });
  if (positionals.length === 0) throw new UsageError("check takes one or more FILE.py", "check");
  const session = await openSession({ codeDirectory: codeDirectory() });
  try {
    const found: Diagnostic[] = [];
    for (const file of positionals) found.push(...session.checkFile(resolve(file), { args: program }));
    const diagnostics = withSarif(values.sarif, found);
    if (values.json) process.stdout.write(`${JSON.stringify(toJsonOutcome({ exports: [], diagnostics }), null, 1)}\n`);
    else for (const diagnostic of diagnostics) process.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
    return failed(diagnostics) ? 1 : 0;
  } finally {
    await session.close();
  }
}
