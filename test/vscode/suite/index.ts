/** Runs inside the extension host: every test of the table, with its outcome written to a file for the runner outside. */

import { writeFileSync } from "node:fs";
import { TESTS } from "./tests.ts";

export interface Outcome {
  readonly name: string;
  /** Null when it passed. */
  readonly error: string | null;
}

/** Called by VS Code. */
export async function run(): Promise<void> {
  const outcomes: Outcome[] = [];
  for (const [name, test] of Object.entries(TESTS)) {
    try {
      await test();
      outcomes.push({ name, error: null });
    } catch (error) {
      outcomes.push({ name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  const path = process.env["DYNAMO_ONNX_SUITE_RESULTS"];
  if (path === undefined) throw new Error("DYNAMO_ONNX_SUITE_RESULTS must name the file for the outcomes");
  writeFileSync(path, JSON.stringify(outcomes));
}
