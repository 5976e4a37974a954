/** Warnings of the exporter's API, through Python's `warnings` so that a program can filter or record them. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { UserWarningType } from "../../dynamo/objects/exception_types.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { callMethod } from "../../dynamo/protocols/call.ts";

export function warn(vm: Interpreter, message: string, category: PyType = UserWarningType): void {
  callMethod(vm, vm.importModule("warnings"), "warn", [message, category]);
}

/** An option that has no effect here: a Python warning, and a diagnostic for editors, which say why. */
export function warnIgnored(vm: Interpreter, option: string, why: string): void {
  const message = `${option} has no effect: ${why}`;
  warn(vm, message);
  vm.report({ ruleId: "DYN3003", level: "warning", message, span: vm.currentSpan(), stack: vm.stack() });
}
