/** `torch.ops` and `torch.library`, by which programs add operators of their own. */

import { type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { fn, rawFn } from "../../dynamo/objects/native.ts";
import { raiseUnmodelled } from "../tensor/methods/generic.ts";
import { customOp, decorator, registerFake } from "./custom_op.ts";
import { PyNamespace } from "./operators.ts";

export function opsModules(): readonly NativeModule[] {
  return [
    nativeModule("torch.ops", () => ({
      aten: new PyNamespace("aten"),
      prims: new PyNamespace("prims"),
      torchvision: new PyNamespace("torchvision"),
      __getattr__: fn("__getattr__(name)", (_vm: Interpreter, name: string) => new PyNamespace(name)),
    })),
    nativeModule("torch.library", () => ({
      custom_op: fn(
        "custom_op(name, fn=None, /, *, mutates_args=(), device_types=None, schema=None, tags=None)",
        customOp,
      ),
      register_fake: fn(
        "register_fake(op, func=None, /, *, lib=None, _stacklevel=1, allow_override=False)",
        registerFake,
      ),
      impl_abstract: fn("impl_abstract(qualname, func=None, *, lib=None, _stacklevel=1)", registerFake),
      register_kernel: rawFn("register_kernel", () => decorator(() => {})),
      register_autograd: rawFn("register_autograd", () => null),
      Library: rawFn("Library", (vm) => raiseUnmodelled(vm, "torch.library.Library")),
    })),
  ];
}
