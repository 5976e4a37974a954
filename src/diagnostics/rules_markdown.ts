/** The page that explains every rule, made from the table; docs/rules.md is its text. */

import { ruleHelp } from "./rule_help.ts";
import { RULES, type Rule, type RuleId } from "./rules.ts";

const LEVELS = { error: "Error", warning: "Warning", note: "Note", none: "Information" } as const;

export function rulesMarkdown(): string {
  const sections = (Object.entries(RULES) as [RuleId, Rule][]).map(
    ([id, { name, level, summary }]) =>
      `<a id="${id.toLowerCase()}"></a>\n\n## ${id}: ${name}\n\n*${LEVELS[level]}.* ${summary}\n\n${ruleHelp(id)}\n`,
  );
  return `# Rules\n\nEvery diagnostic carries one of these rules: in the Problems view, in SARIF logs, in the report and on the command line.\n\n${sections.join("\n")}`;
}
