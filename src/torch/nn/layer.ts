/**
 * Layers as data: a class of `torch.nn` is its constructor's signature, what that sets up, its forward and its `extra_repr`.
 * The classes are made for each interpreter on first use.
 */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { float } from "../../dynamo/objects/float.ts";
import { defineMethods, defineRawMethods, type NativeImpl } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { getAttr, setAttr } from "../../dynamo/protocols/attribute.ts";
import { call, callMethod } from "../../dynamo/protocols/call.ts";
import { index, repr, str, toFloat, truth } from "../../dynamo/protocols/convert.ts";
import type { DType } from "../../fx/dtype.ts";
import { deviceFrom } from "../objects/device.ts";
import { PyDType } from "../objects/dtype.ts";
import { type TorchState, torchState } from "../state.ts";
import type { Element } from "../tensor/elements.ts";
import { fullTensor } from "../tensor/factory.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { functional } from "./functional.ts";
import { constant } from "./init.ts";
import { initModule, moduleType } from "./module_type.ts";
import { makeParameter } from "./parameter.ts";

/** One instance of a layer, as its definition works on it. */
export class Layer {
  readonly vm: Interpreter;
  readonly self: PyObject;
  constructor(vm: Interpreter, self: PyObject) {
    this.vm = vm;
    this.self = self;
  }

  get state(): TorchState {
    return torchState(this.vm);
  }
  get(name: string): PyValue {
    return getAttr(this.vm, this.self, name);
  }
  set(values: Readonly<Record<string, PyValue>>): void {
    for (const [name, value] of Object.entries(values)) setAttr(this.vm, this.self, name, value);
  }
  int(value: PyValue): number {
    return Number(index(this.vm, value));
  }
  number(value: PyValue): number {
    return toFloat(this.vm, value);
  }
  float(value: number): PyValue {
    return float(value);
  }
  fill(name: string, element: Element): void {
    const tensor = this.tensor(name);
    if (tensor !== null) constant(this.vm, tensor, element);
  }
  truth(value: PyValue): boolean {
    return truth(this.vm, value);
  }
  tensor(name: string): PyTensor | null {
    const value = this.get(name);
    return value instanceof PyTensor ? value : null;
  }

  /** Where and of what type new tensors are, from the `device` and `dtype` arguments. */
  factory(device: PyValue, dtype: PyValue): Factory {
    return {
      device: device === null ? this.state.defaultDevice : deviceFrom(this.vm, device).name,
      dtype: dtype instanceof PyDType ? dtype.dtype : this.state.defaultDtype,
    };
  }
  parameter(name: string, shape: readonly number[], factory: Factory, element: Element = 0): PyTensor {
    const data = fullTensor(this.state, shape, factory.dtype, element, factory.device);
    const made = makeParameter(this.state, data);
    setAttr(this.vm, this.self, name, made);
    return made;
  }
  noParameter(name: string): void {
    callMethod(this.vm, this.self, "register_parameter", [name, null]);
  }
  buffer(name: string, value: PyTensor | null): void {
    callMethod(this.vm, this.self, "register_buffer", [name, value]);
  }
  empty(shape: readonly number[], factory: Factory, element: Element = 0): PyTensor {
    return fullTensor(this.state, shape, factory.dtype, element, factory.device);
  }
  reset(): void {
    callMethod(this.vm, this.self, "reset_parameters", []);
  }
  /** Makes a layer of another class: `layer.make("Linear", [8, 4])`. */
  make(name: string, args: readonly PyValue[], kwargs: Readonly<Record<string, PyValue>> = {}): PyObject {
    const made = call(this.vm, layerType(this.state, name), args, new Map(Object.entries(kwargs)));
    if (!(made instanceof PyObject)) throw new Error(`${name} did not make a module`);
    return made;
  }

  /** Calls `torch.nn.functional.name`. */
  F(name: string, ...args: PyValue[]): PyValue {
    return functional(name).raw(this.vm, args, null);
  }
  FK(name: string, args: readonly PyValue[], kwargs: Readonly<Record<string, PyValue>>): PyValue {
    return functional(name).raw(this.vm, args, new Map(Object.entries(kwargs)));
  }

  /** Text with attributes put in: `{p}` as `str`, `{p!r}` as `repr`. */
  text(template: string): string {
    return template.replace(/\{(\w+)(!r)?\}/g, (_, name: string, r: string | undefined) =>
      r === undefined ? str(this.vm, this.get(name)) : repr(this.vm, this.get(name)),
    );
  }
}

export interface Factory {
  readonly device: string;
  readonly dtype: DType;
}

type Args = readonly PyValue[];

export interface LayerSpec {
  readonly name: string;
  /** The file in `torch.nn.modules`: `linear`. */
  readonly file: string;
  /** A layer's name; a Module when absent. */
  readonly base?: string;
  /** The constructor's parameters after `self`, as Python writes them; inherited when absent. */
  readonly init?: string;
  readonly setup?: (layer: Layer, ...args: PyValue[]) => void;
  readonly reset?: (layer: Layer) => void;
  /** Forward's parameters after `self`. */
  readonly input?: string;
  readonly forward?: (layer: Layer, ...args: PyValue[]) => PyValue;
  /** A template (see `Layer.text`) or a function. */
  readonly extra?: string | ((layer: Layer) => string);
  /** Further methods: parameters and implementation. */
  readonly methods?: Readonly<Record<string, (layer: Layer, ...args: PyValue[]) => PyValue>>;
  /** Further methods on the class itself, for containers. */
  readonly define?: (type: PyType, state: TorchState) => void;
  /** Class attributes. */
  readonly attributes?: Readonly<Record<string, PyValue>>;
  /** False: users can't get at it as `torch.nn.name`. */
  readonly isPublic?: boolean;
}

const specs = new Map<string, LayerSpec>();

/** Adds definitions; a name given twice is a fault of ours. */
export function defineLayers(...list: readonly LayerSpec[]): void {
  for (const spec of list) {
    if (specs.has(spec.name)) throw new Error(`layer ${spec.name} is defined twice`);
    specs.set(spec.name, spec);
  }
}

export function layerSpecs(): IterableIterator<LayerSpec> {
  return specs.values();
}

export function findLayer(name: string): LayerSpec | null {
  return specs.get(name) ?? null;
}

/** The class of a layer in this interpreter. */
export function layerType(state: TorchState, name: string): PyType {
  if (name === "Module") return moduleType(state);
  const spec = specs.get(name);
  if (spec === undefined) throw new Error(`no layer ${name}`);
  return state.type(`torch.nn.${name}`, () => makeType(state, spec));
}

function method(run: (layer: Layer, ...args: PyValue[]) => PyValue): NativeImpl {
  return (vm: Interpreter, self: PyObject, ...args: Args) => run(new Layer(vm, self), ...args);
}

function makeType(state: TorchState, spec: LayerSpec): PyType {
  const type = nativeType(spec.name, {
    module: `torch.nn.modules.${spec.file}`,
    bases: [layerType(state, spec.base ?? "Module")],
    heap: true,
    hasDict: true,
  });
  const { setup, reset, forward, extra } = spec;
  if (setup !== undefined) {
    const init = spec.init ?? "";
    defineMethods(type, {
      [`__init__(self${init === "" ? "" : `, ${init}`})`]: (vm: Interpreter, self: PyObject, ...args: Args) => {
        initModule(vm, self);
        setup(new Layer(vm, self), ...args);
        return null;
      },
    });
  }
  if (reset !== undefined) {
    defineMethods(type, {
      "reset_parameters(self)": method((layer) => {
        reset(layer);
        return null;
      }),
    });
  }
  if (forward !== undefined) defineMethods(type, { [`forward(self, ${spec.input ?? "input"})`]: method(forward) });
  if (extra !== undefined) {
    defineMethods(type, {
      "extra_repr(self)": method((layer) => (typeof extra === "string" ? layer.text(extra) : extra(layer))),
    });
  }
  for (const [signature, run] of Object.entries(spec.methods ?? {})) {
    const open = signature.indexOf("(");
    const rest = signature.slice(open + 1);
    const self = rest.startsWith(")") ? "self" : "self, ";
    defineMethods(type, { [`${signature.slice(0, open + 1)}${self}${rest}`]: method(run) });
  }
  for (const [name, value] of Object.entries(spec.attributes ?? {})) type.setAttr(name, value);
  spec.define?.(type, state);
  return type;
}

/** Natives that get a module and raw arguments. */
export function defineRaw(
  type: PyType,
  methods: Readonly<
    Record<string, (layer: Layer, args: readonly PyValue[], kwargs: ReadonlyMap<string, PyValue>) => PyValue>
  >,
): void {
  for (const [name, run] of Object.entries(methods)) {
    defineRawMethods(type, {
      [name]: (vm, [self, ...args], kwargs) => {
        if (!(self instanceof PyObject)) throw new Error(`${name} without a module`);
        return run(new Layer(vm, self), args, kwargs ?? new Map());
      },
    });
  }
}
