/** The page that explains every rule, made from the table; docs/rules.md is its text. */

import { RULES, type Rule } from "./rules.ts";

const LEVELS = { error: "Error", warning: "Warning", note: "Note", none: "Information" } as const;

export function rulesMarkdown(): string {
  const sections = Object.entries<Rule>(RULES).map(
    ([id, { name, level, summary, help }]) =>
      `<a id="${id.toLowerCase()}"></a>\n\n## ${id}: ${name}\n\n*${LEVELS[level]}.* ${summary}\n\n${help}\n`,
  );
  return `# Rules\n\nEvery diagnostic carries one of these rules: in the Problems view, in SARIF logs, in the report and on the command line.\n\n${sections.join("\n")}`;
}
