/** The example of every rule: the rule applies to it, and its help shows it with the way to put it right. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RULE_EXAMPLES } from "../../src/diagnostics/rule_examples.ts";
import { ruleHelp } from "../../src/diagnostics/rule_help.ts";
import { RULES, type RuleId } from "../../src/diagnostics/rules.ts";
import { toSarif } from "../../src/diagnostics/sarif.ts";
import { openSession, type Session } from "../../src/session/session.ts";
import { exportFile } from "./export_file.ts";

let session: Session;
beforeAll(async () => {
  session = await openSession();
});
afterAll(() => session.close());

it.each(Object.keys(RULES) as RuleId[])("%s", async (id) => {
  const outDir = mkdtempSync(join(tmpdir(), "dynamo-onnx-"));
  try {
    const { program, fix } = RULE_EXAMPLES[id];
    const file = join(outDir, "example.py");
    writeFileSync(file, `${program}\n`);
    const { diagnostics } = await exportFile(session, { file, outDir, verify: true, stepBudget: 2_000_000 });
    expect(diagnostics.map((d) => `${d.ruleId} ${d.message}`).join("\n")).toMatch(new RegExp(`^${id} `, "m"));
    const help = ruleHelp(id);
    expect(help).toContain(RULES[id].help);
    expect(help).toContain(`\`\`\`python\n${program}\n\`\`\``);
    expect(help).toContain(fix);
    const rules = toSarif([], { toolVersion: "0", root: "/", executionSuccessful: true }).runs[0]?.tool.driver.rules;
    expect(rules?.find((rule) => rule.id === id)?.help?.markdown).toBe(help);
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
});
