/** The exceptions of `torch.export`. */

import type { RuleId } from "../../diagnostics/rules.ts";
import type { Span } from "../../diagnostics/span.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { RuntimeErrorType } from "../../dynamo/objects/exception_types.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { raise } from "../../dynamo/protocols/errors.ts";

const dynamoErrorType: PyType = nativeType("TorchDynamoException", {
  module: "torch._dynamo.exc",
  bases: [RuntimeErrorType],
  hasDict: true,
});
export const userErrorType: PyType = nativeType("UserError", {
  module: "torch._dynamo.exc",
  bases: [dynamoErrorType],
  hasDict: true,
});

/** `related`: what in the program is to blame, first the expression to report it at. */
export function raiseUserError(
  vm: Interpreter,
  ruleId: RuleId,
  message: string,
  related: readonly { readonly span: Span; readonly message: string }[] = [],
): never {
  const [cause] = related;
  return raise(vm, userErrorType, message, cause === undefined ? { ruleId } : { ruleId, related, span: cause.span });
}
