/** What a program asks for and an analysis leaves out (writing files, training): said once, and the program goes on. */

import type { Interpreter } from "../dynamo/interpreter.ts";
import { torchState } from "./state.ts";

/** Reports under the rule `not-performed`, at the expression being evaluated, the first time for each `what`. */
export function notPerformed(
  vm: Interpreter,
  what: string,
  { level, message }: { readonly level: "note" | "warning"; readonly message: string },
): void {
  const { told } = torchState(vm);
  if (told.has(what)) return;
  told.add(what);
  vm.report({ ruleId: "DYN1007", level, message, span: vm.currentSpan(), stack: vm.stack() });
}
