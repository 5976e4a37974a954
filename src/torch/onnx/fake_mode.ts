/** `torch.onnx.enable_fake_mode()`: tensors made inside have a shape and no data, and none is ever computed for them. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { RuntimeErrorType } from "../../dynamo/objects/exception_types.ts";
import { defineGetSet, defineMethods, fn } from "../../dynamo/objects/native.ts";
import { PyObject } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { torchState } from "../state.ts";

export const fakeContextType: PyType = nativeType("ONNXFakeContext", { module: "torch.onnx", hasDict: true });

const FAKE_REASON =
  "the tensor was made under torch.onnx.enable_fake_mode() and has no data; give it some with onnx_program.apply_weights(state_dict) or save(..., model_state=state_dict)";

/** What `enable_fake_mode()` returns and what `with` binds: the same object. */
export class PyFakeContext extends PyObject {
  outer: string | null = null;
  constructor() {
    super(fakeContextType);
    this.attrs = new Map([["state_dict_paths", null]]);
  }
}

defineMethods(fakeContextType, {
  "__enter__(self)": (vm, self: PyFakeContext) => {
    const state = torchState(vm);
    if (state.tracer !== null) raise(vm, RuntimeErrorType, "fake mode can't be entered while a model is captured");
    self.outer = state.fakeReason;
    state.fakeReason = FAKE_REASON;
    return self;
  },
  "__exit__(self, *exc)": (vm, self: PyFakeContext) => {
    torchState(vm).fakeReason = self.outer;
    return null;
  },
});
defineGetSet(fakeContextType, { fake_mode: { get: (_vm, self) => self } });

export const enableFakeMode = fn("enable_fake_mode()", (_vm: Interpreter) => new PyFakeContext());
