/** `torch.device`: any name is accepted and recorded; nothing runs there. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { RuntimeErrorType } from "../../dynamo/objects/exception_types.ts";
import { defineGetSet, defineMethods } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { NotImplemented } from "../../dynamo/objects/singletons.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { torchState } from "../state.ts";

export const deviceType: PyType = nativeType("device", { module: "torch" });

export class PyDevice extends PyObject {
  readonly name: string;
  constructor(name: string) {
    super(deviceType);
    this.name = name;
  }
  get kind(): string {
    return this.name.split(":")[0] ?? this.name;
  }
  get index(): number | null {
    const text = this.name.split(":")[1];
    return text === undefined ? null : Number(text);
  }
}

/** The kinds of device that PyTorch knows. */
const KINDS = new Set(
  "cpu cuda mkldnn opengl opencl ideep hip ve fpga maia xla lazy vulkan mps meta hpu mtia xpu ipu privateuseone".split(
    " ",
  ),
);

/** A device from what Python code gives for one: an object, a name or an index. */
export function deviceFrom(vm: Interpreter, value: PyValue, index: PyValue = null): PyDevice {
  if (value instanceof PyDevice) return value;
  if (typeof value === "number") return new PyDevice(`cuda:${value}`);
  if (typeof value === "string") {
    const [kind = "", number] = value.split(":");
    if (!KINDS.has(kind)) {
      raise(
        vm,
        RuntimeErrorType,
        `Expected one of ${[...KINDS].join(", ")} device type at start of device string: ${value}`,
      );
    }
    if (number !== undefined && !/^\d+$/.test(number)) {
      raise(vm, RuntimeErrorType, `Invalid device string: '${value}'`);
    }
    return new PyDevice(typeof index === "number" ? `${kind}:${index}` : value);
  }
  return raise(vm, RuntimeErrorType, "device(): argument 'type' must be a device, a string or an int");
}

defineMethods(deviceType, {
  "__new__(cls, type, index=None)": (vm, _cls: PyValue, type: PyValue, index: PyValue) => deviceFrom(vm, type, index),
  "__repr__(self, /)": (_vm, self: PyDevice) =>
    self.index === null ? `device(type='${self.kind}')` : `device(type='${self.kind}', index=${self.index})`,
  "__str__(self, /)": (_vm, self: PyDevice) => self.name,
  "__eq__(self, other, /)": (_vm, self: PyDevice, other: PyValue) =>
    other instanceof PyDevice ? other.name === self.name : NotImplemented,
  "__hash__(self, /)": (_vm, self: PyDevice) => [...self.name].reduce((h, c) => (h * 31 + c.charCodeAt(0)) | 0, 7),
  // A device is a context manager that sets the default device; contexts nest.
  "__enter__(self, /)": (vm, self: PyDevice) => {
    const state = torchState(vm);
    state.outerDevices.push(state.defaultDevice);
    state.defaultDevice = self.name;
    return self;
  },
  "__exit__(self, type, value, traceback, /)": (vm) => {
    const state = torchState(vm);
    state.defaultDevice = state.outerDevices.pop() ?? "cpu";
    return null;
  },
});
defineGetSet(deviceType, {
  type: { get: (_vm, self) => (self as PyDevice).kind },
  index: { get: (_vm, self) => (self as PyDevice).index },
});
