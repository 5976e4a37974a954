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

/** A declared size or range that the example input does not have. */
export const constraintViolationType: PyType = nativeType("ConstraintViolationError", {
  module: "torch.fx.experimental.symbolic_shapes",
  bases: [RuntimeErrorType],
  hasDict: true,
});

export function raiseConstraintViolation(vm: Interpreter, message: string): never {
  return raise(vm, constraintViolationType, message, { ruleId: "DYN2003" });
}

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

/** PyTorch's exception for a branch or loop body that it can't make an operand of an operator. */
export const uncapturedType: PyType = nativeType("UncapturedHigherOrderOpError", {
  module: "torch._dynamo.exc",
  bases: [dynamoErrorType],
  hasDict: true,
});
/** PyTorch's exception for an operator of control flow whose bodies do not fit together. */
export const torchRuntimeErrorType: PyType = nativeType("TorchRuntimeError", {
  module: "torch._dynamo.exc",
  bases: [dynamoErrorType],
  hasDict: true,
});

export function raiseUncaptured(vm: Interpreter, message: string): never {
  return raise(vm, uncapturedType, message, { ruleId: "DYN2004" });
}

/** `use` is the operator: `torch.cond`. */
export function raiseInputMutation(vm: Interpreter, use: string): never {
  return raiseUncaptured(
    vm,
    `Encountered input mutation during higher order op tracing\n  Higher Order Operator: ${use}\n` +
      "  Explanation: Higher order ops do not support input mutation.\n" +
      "  Hint: Write to a copy (`x.clone()`) inside the function, or return the new value and write it outside.",
  );
}

export function raiseAliasing(vm: Interpreter, use: string, kind: "Input-to-output" | "Output-to-output"): never {
  return raiseUncaptured(
    vm,
    `Encountered aliasing during higher order op tracing\n  Higher Order Operator: ${use}\n` +
      `  Explanation: Higher order ops do not support aliasing. ${kind} aliasing detected.\n` +
      "  Hint: Replace `return input` with `return input.clone()` to avoid aliasing.",
  );
}
