/**
 * `@torch.library.custom_op("ns::name", mutates_args=())`: an operator of the program's own. With a fake implementation a
 * capture records a call of it; without one it is refused. Where it writes to its arguments, what its function does is captured.
 */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { RuntimeErrorType, TypeErrorType, ValueErrorType } from "../../dynamo/objects/exception_types.ts";
import { defineGetSet, defineMethods, defineRawMethods, fn, type Kwargs } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { call } from "../../dynamo/protocols/call.ts";
import { repr } from "../../dynamo/protocols/convert.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { toArray } from "../../dynamo/protocols/iterate.ts";
import type { Argument, Node, NodeValue } from "../../fx/graph.ts";
import type { OpInput } from "../../ops/types.ts";
import { torchState } from "../state.ts";
import { graphTensor } from "../tensor/dispatch.ts";
import { toInput } from "../tensor/inputs.ts";
import { PyTensor } from "../tensor/tensor.ts";
import type { Tracer } from "../tracer.ts";

const customOpType = nativeType("CustomOpDef", { module: "torch._library.custom_ops", hasDict: true });
const customOverloadType = nativeType("OpOverload", { module: "torch._ops" });

export class PyCustomOp extends PyObject {
  /** `ns::name` */
  readonly qualname: string;
  readonly f: PyValue;
  readonly mutates: boolean;
  fake: PyValue = null;
  constructor(qualname: string, f: PyValue, mutates: boolean) {
    super(customOpType);
    this.qualname = qualname;
    this.f = f;
    this.mutates = mutates;
  }

  /** `ns.name.default` */
  get target(): string {
    return `${this.qualname.replace("::", ".")}.default`;
  }
}

/** `torch.ops.ns.name.default` */
export class PyCustomOverload extends PyObject {
  readonly op: PyCustomOp;
  constructor(op: PyCustomOp) {
    super(customOverloadType);
    this.op = op;
  }
  get target(): string {
    return this.op.target;
  }
}

function invoke(vm: Interpreter, op: PyCustomOp, args: readonly PyValue[], kwargs: Kwargs | null): PyValue {
  const { tracer } = torchState(vm);
  // What an operator writes to its arguments is captured as what its function does.
  if (tracer === null || op.mutates) return call(vm, op.f, args, kwargs);
  if (op.fake === null) {
    const message =
      `There was no fake impl registered for ${op.qualname}, so that a capture can't tell what its result is. ` +
      `Register one that makes a tensor of the result's shape and dtype: @${op.qualname.split("::").at(-1)}.register_fake, or torch.library.register_fake("${op.qualname}").`;
    return raise(vm, RuntimeErrorType, message, { ruleId: "DYN2004" });
  }
  const shown = tracer.speculate(() => call(vm, op.fake, args, kwargs));
  const argument = (value: PyValue, where: string) => fxArgument(tracer, toInput(vm, op.target, value, where));
  const named = [...(kwargs ?? [])].map(([name, value]) => [name, argument(value, `argument '${name}'`)] as const);
  const node = tracer.record(
    op.target,
    args.map((value, i) => argument(value, `argument ${i + 1}`)),
    Object.fromEntries(named),
    nodeValue(vm, op, shown),
    op.qualname.slice(op.qualname.indexOf("::") + 2),
  );
  return wrap(vm, tracer, shown, node);
}

function fxArgument(tracer: Tracer, input: OpInput): Argument {
  if (isList(input)) return input.map((item) => fxArgument(tracer, item));
  if (input instanceof PyTensor) return tracer.nodeOf(input);
  if (typeof input === "object" && input !== null && "meta" in input)
    throw new Error("a tensor that Python does not know");
  if (typeof input === "object" && input !== null && input.kind === "symint" && typeof input.expr === "number")
    return input.expr;
  return input as Argument;
}

function isList(input: OpInput): input is readonly OpInput[] {
  return Array.isArray(input);
}

function nodeValue(vm: Interpreter, op: PyCustomOp, shown: PyValue): NodeValue {
  if (shown === null) return null;
  if (shown instanceof PyTensor) return shown.meta;
  if (shown instanceof PyTuple) return shown.items.map((item) => nodeValue(vm, op, item));
  return raise(
    vm,
    RuntimeErrorType,
    `the fake implementation of ${op.qualname} must return a Tensor or a tuple of them, not ${repr(vm, shown)}`,
  );
}

function wrap(vm: Interpreter, tracer: Tracer, shown: PyValue, node: Node): PyValue {
  if (shown instanceof PyTensor) return graphTensor(torchState(vm), tracer, shown.meta, node);
  if (!(shown instanceof PyTuple)) return null;
  const items = shown.items.map((item, i) => {
    const meta = item instanceof PyTensor ? item.meta : null;
    return wrap(vm, tracer, item, tracer.record("_operator.getitem", [node, i], {}, meta, "getitem"));
  });
  return new PyTuple(items);
}

/** A decorator that tells `take` and gives back what it decorates. */
export function decorator(take: (f: PyValue) => void): PyValue {
  return fn("register(fn, /)", (_vm: Interpreter, f: PyValue) => {
    take(f);
    return f;
  });
}

function decorate(f: PyValue, take: (f: PyValue) => void): PyValue {
  if (f === null) return decorator(take);
  take(f);
  return f;
}

defineRawMethods(customOpType, {
  __call__: (vm, [self, ...args], kwargs) => invoke(vm, self as PyCustomOp, args, kwargs),
});
defineMethods(customOpType, {
  "register_fake(self, fn=None, /)": (_vm, self: PyCustomOp, f: PyValue) =>
    decorate(f, (given) => {
      self.fake = given;
    }),
  // Kernels and gradients take no part in an export.
  "register_kernel(self, device_types=None, fn=None, /)": (_vm, _self, _devices, f: PyValue) => decorate(f, () => {}),
  "register_autograd(self, backward, /, *, setup_context=None)": () => null,
  "register_vmap(self, fn=None, /)": (_vm, _self, f: PyValue) => decorate(f, () => {}),
  "__repr__(self)": (_vm, self: PyCustomOp) => `<CustomOpDef(${self.qualname})>`,
});
defineGetSet(customOpType, { default: { get: (_vm, self) => new PyCustomOverload(self as PyCustomOp) } });

defineRawMethods(customOverloadType, {
  __call__: (vm, [self, ...args], kwargs) => invoke(vm, (self as PyCustomOverload).op, args, kwargs),
});
defineMethods(customOverloadType, {
  "__repr__(self)": (_vm, self: PyCustomOverload) => `<OpOverload(op='${self.target}')>`,
  "__str__(self)": (_vm, self: PyCustomOverload) => self.target,
  "__eq__(self, other)": (_vm, self: PyCustomOverload, other: PyValue) =>
    other instanceof PyCustomOverload && other.op === self.op,
  "__hash__(self)": (_vm, self: PyCustomOverload) => hashText(self.target),
});

function hashText(text: string): number {
  let hash = 7;
  for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) | 0;
  return hash;
}

export function customOp(vm: Interpreter, name: PyValue, f: PyValue, mutatesArgs: PyValue): PyValue {
  if (typeof name !== "string" || !/^[\w.]+::\w+$/.test(name)) {
    return raise(
      vm,
      ValueErrorType,
      `custom_op(name): expected name in the form "namespace::name", got ${repr(vm, name)}`,
    );
  }
  const mutates = mutatesArgs !== null && toArray(vm, mutatesArgs).length > 0;
  const define = (g: PyValue): PyValue => {
    const made = new PyCustomOp(name, g, mutates);
    torchState(vm).customOps.set(name, made);
    return made;
  };
  return f === null ? fn("custom_op(fn, /)", (_v: Interpreter, g: PyValue) => define(g)) : define(f);
}

/** `@torch.library.register_fake("ns::name")`, or of the operator itself. */
export function registerFake(vm: Interpreter, op: PyValue, f: PyValue): PyValue {
  const known = typeof op === "string" ? torchState(vm).customOps.get(op) : op;
  if (known instanceof PyCustomOverload) return registerFake(vm, known.op, f);
  if (!(known instanceof PyCustomOp)) {
    return raise(
      vm,
      TypeErrorType,
      `register_fake(op): there is no operator ${repr(vm, op)}; define it with custom_op`,
    );
  }
  return decorate(f, (given) => {
    known.fake = given;
  });
}
