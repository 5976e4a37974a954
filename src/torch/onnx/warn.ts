/** Warnings of the exporter's API, through Python's `warnings` so that a program can filter or record them. */

import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { RuleId } from "../../diagnostics/rules.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { UserWarningType } from "../../dynamo/objects/exception_types.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { callMethod } from "../../dynamo/protocols/call.ts";

export function warn(vm: Interpreter, message: string, category: PyType = UserWarningType): void {
  callMethod(vm, vm.importModule("warnings"), "warn", [message, category]);
}

/** A Python warning, and the same as a diagnostic for the export that it belongs to. */
export function notice(vm: Interpreter, ruleId: RuleId, message: string): Diagnostic {
  warn(vm, message);
  return { ruleId, level: "warning", message, span: vm.currentSpan(), stack: vm.stack() };
}

/** An option of an export that has no effect here: which one, and why. */
export function ignored(vm: Interpreter, option: string, why: string): Diagnostic {
  return notice(vm, "DYN3003", `${option} has no effect: ${why}`);
}

/** The same outside of an export. */
export function warnIgnored(vm: Interpreter, option: string, why: string): void {
  vm.report(ignored(vm, option, why));
}
