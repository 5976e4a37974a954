/** The whole help of a rule, as Markdown: what it means, a program to which it applies, what to do. */

import { RULE_EXAMPLES } from "./rule_examples.ts";
import { RULES, type RuleId } from "./rules.ts";

export function ruleHelp(id: RuleId): string {
  const { program, fix } = RULE_EXAMPLES[id];
  return `${RULES[id].help}\n\nExample:\n\n\`\`\`python\n${program}\n\`\`\`\n\n${fix}`;
}
