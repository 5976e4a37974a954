/** `--sarif PATH`: a log that can't be written is one clear error beside the others. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { withSarif } from "../../src/cli/sarif_option.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";

const found: Diagnostic = { ruleId: "DYN1003", level: "warning", message: "something", span: null };

it("writes the log, or says why it can't", () => {
  const directory = mkdtempSync(join(tmpdir(), "dynamo-onnx-"));
  try {
    expect(withSarif(undefined, [found])).toEqual([found]);
    const path = join(directory, "log.sarif");
    expect(withSarif(path, [found])).toEqual([found]);
    expect(JSON.parse(readFileSync(path, "utf8")).runs[0].results).toHaveLength(1);
    const nowhere = join(directory, "none", "log.sarif");
    expect(withSarif(nowhere, [found]).slice(1)).toEqual([
      {
        ruleId: "DYN6001",
        level: "error",
        message: `can't write ${nowhere}: the directory ${join(directory, "none")} does not exist`,
        span: null,
      },
    ]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
