/** `dynamo-onnx eval`: runs a Python program as CPython would, output, traceback and exit code included. */

import { resolve } from "node:path";
import { codeDirectory } from "../../runtime/cache_directory.ts";
import { openSession } from "../../session/session.ts";
import { UsageError } from "../usage_error.ts";

export async function evalCommand(args: readonly string[]): Promise<number> {
  const [file, ...programArguments] = args;
  if (file === undefined || file.startsWith("-"))
    throw new UsageError("eval takes one FILE.py and its arguments", "eval");
  const session = await openSession({ codeDirectory: codeDirectory() });
  try {
    return session.evaluate(resolve(file), [file, ...programArguments], {
      stdout: (text) => process.stdout.write(text),
      stderr: (text) => process.stderr.write(text),
    });
  } finally {
    await session.close();
  }
}
