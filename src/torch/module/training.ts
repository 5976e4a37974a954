/** Training, which is not done: `backward` and `step` say so once, and gradients are unknown. */

import { type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { fn } from "../../dynamo/objects/native.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyUnknown } from "../../dynamo/objects/unknown.ts";
import { notPerformed } from "../not_performed.ts";

export const GRADIENTS = "gradients, which are not computed";

/** Told once at the first `backward()` or `step()`; the program goes on. */
export function notTrained(vm: Interpreter): void {
  notPerformed(vm, "training", {
    level: "warning",
    message:
      "Training is not run: no gradient is computed and no weight changes, so the exported weights are the initial ones, and " +
      "losses are theirs. Load trained weights with torch.load before the export.",
  });
}

/** `torch._training`: for the parts of torch that are written in Python. */
export function trainingModule(): NativeModule {
  return nativeModule("torch._training", () => ({
    not_trained: fn("not_trained()", (vm): PyValue => {
      notTrained(vm);
      return null;
    }),
    unknown_gradient: fn("unknown_gradient()", (vm): PyValue => {
      notTrained(vm);
      return new PyUnknown(GRADIENTS);
    }),
  }));
}
