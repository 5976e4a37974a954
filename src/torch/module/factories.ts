/** Functions of the torch module that make tensors. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { NotImplementedErrorType, RuntimeErrorType, TypeErrorType } from "../../dynamo/objects/exception_types.ts";
import { defineRawMethods, fn, type Kwargs, type PyNative, rawFn } from "../../dynamo/objects/native.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyUnknown } from "../../dynamo/objects/unknown.ts";
import { index, toFloat, truth } from "../../dynamo/protocols/convert.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { deviceFrom, PyDevice } from "../objects/device.ts";
import { PyDType } from "../objects/dtype.ts";
import type { Distribution } from "../rng/fills.ts";
import { torchState } from "../state.ts";
import { dispatch, dispatchTarget } from "../tensor/dispatch.ts";
import { randomValue } from "../tensor/factory.ts";
import { lifted, tensorFromData } from "../tensor/lifted.ts";
import { convertTensor } from "../tensor/methods/convert.ts";
import { generatorOf } from "../tensor/methods/random.ts";
import { PyTensor, tensorBaseType } from "../tensor/tensor.ts";

/** Options that Python's factory functions take and operators do not. */
interface Options {
  readonly named: Kwargs;
  readonly requiresGrad: boolean;
  readonly generator: PyValue;
}

/** In a capture the operator is told the device and `pin_memory=False`, as PyTorch's Python functions do. */
function options(vm: Interpreter, kwargs: Kwargs | null, withDevice: boolean): Options {
  const state = torchState(vm);
  const named = new Map(kwargs ?? []);
  const take = (name: string): PyValue => {
    const value = named.get(name) ?? null;
    named.delete(name);
    return value;
  };
  const requiresGrad = take("requires_grad");
  const generator = take("generator");
  if (take("out") !== null) {
    raise(vm, NotImplementedErrorType, "the argument 'out' is not supported; assign the result instead");
  }
  take("names");
  take("pin_memory");
  for (const key of ["dtype", "device", "layout", "memory_format"]) if (named.get(key) === null) named.delete(key);
  const device = named.get("device");
  if (device !== undefined) named.set("device", deviceFrom(vm, device));
  else if (withDevice && (state.tracer !== null || state.defaultDevice !== "cpu")) {
    named.set("device", new PyDevice(state.defaultDevice));
  }
  if (state.tracer !== null) named.set("pin_memory", false);
  return { named, requiresGrad: requiresGrad !== null && truth(vm, requiresGrad), generator };
}

function finished(value: PyValue, requiresGrad: boolean): PyTensor {
  if (!(value instanceof PyTensor)) throw new Error("a factory did not give a tensor");
  if (requiresGrad) value.requiresGrad = true;
  return value;
}

function factory(name: string, withDevice = true): PyNative {
  return rawFn(name, (vm, args, kwargs) => {
    const { named, requiresGrad } = options(vm, kwargs, withDevice);
    return finished(dispatch(vm, `aten.${name}`, args, named), requiresGrad);
  });
}

/** A factory whose elements come from the generator. */
function random(
  name: string,
  distribution: (vm: Interpreter, args: readonly PyValue[], kwargs: Kwargs, result: PyTensor) => Distribution,
  withDevice = true,
): PyNative {
  return rawFn(name, (vm, args, kwargs) => {
    const state = torchState(vm);
    const { named, requiresGrad, generator } = options(vm, kwargs, withDevice);
    const result = finished(dispatch(vm, `aten.${name}`, args, named), requiresGrad);
    if (state.tracer === null) {
      const d = distribution(vm, args, named, result);
      result.value = randomValue(state, result.meta, d, generatorOf(generator) ?? state.generator);
    }
    return result;
  });
}

const uniform = (): Distribution => ({ kind: "uniform", from: 0, to: 1 });
const standardNormal = (): Distribution => ({ kind: "normal", mean: 0, std: 1, contiguous: true });

function integerRange(first: number): (vm: Interpreter, args: readonly PyValue[], kwargs: Kwargs) => Distribution {
  return (vm, args, kwargs) => {
    const numbers = args.slice(first).filter((a) => typeof a === "number" || typeof a === "bigint");
    const given = (name: string): PyValue | undefined => kwargs.get(name);
    const last = numbers.length > 1 ? numbers[1] : (given("high") ?? numbers[0]);
    const low = numbers.length > 1 ? numbers[0] : given("high") === undefined ? 0 : (given("low") ?? numbers[0] ?? 0);
    const from = BigInt(index(vm, low ?? 0));
    const to = BigInt(index(vm, last ?? 0));
    if (to <= from) {
      raise(vm, RuntimeErrorType, `random_ expects 'from' to be less than 'to', but got from=${from} >= to=${to}`);
    }
    return { kind: "integers", low: from, high: to };
  };
}

const PLAIN = [
  "zeros",
  "ones",
  "empty",
  "full",
  "arange",
  "range",
  "linspace",
  "logspace",
  "eye",
  "empty_strided",
  "scalar_tensor",
  "tril_indices",
  "triu_indices",
  "hann_window",
  "hamming_window",
  "blackman_window",
  "bartlett_window",
  "kaiser_window",
];
const LIKE = ["zeros_like", "ones_like", "empty_like", "full_like"];

const natives: PyNative[] = [
  ...PLAIN.map((name) => factory(name)),
  ...LIKE.map((name) => factory(name, false)),
  random("rand", uniform),
  random("randn", standardNormal),
  random("rand_like", uniform, false),
  random("randn_like", standardNormal, false),
  random("randint", integerRange(0)),
  random("randint_like", integerRange(1), false),
  random("randperm", () => ({ kind: "permutation" })),
  fn(
    "tensor(data, *, dtype=None, device=None, requires_grad=False, pin_memory=False)",
    (vm: Interpreter, data: PyValue, dtype: PyValue, device: PyValue, requiresGrad: PyValue) => {
      if (data instanceof PyUnknown) return data;
      const state = torchState(vm);
      const kind = dtype instanceof PyDType ? dtype.dtype : null;
      if (data instanceof PyTensor) {
        const copy = dispatchTarget(vm, "aten.clone.default", [data]) as PyTensor;
        const cast =
          kind === null || kind === copy.meta.dtype
            ? copy
            : convertTensor(vm, copy, { dtype: kind, device: null, copy: false, memoryFormat: null });
        return cast instanceof PyTensor ? dispatchDetached(vm, cast) : cast;
      }
      const made = tensorFromData(vm, data, kind, device === null ? null : deviceFrom(vm, device).name);
      const result = lifted(state, made, true);
      if (truth(vm, requiresGrad)) result.requiresGrad = true;
      return result;
    },
  ),
  fn("as_tensor(data, dtype=None, device=None)", asTensor),
  fn("asarray(obj, *, dtype=None, device=None, copy=None, requires_grad=False)", asTensor),
  fn(
    "normal(mean, std=1.0, size=None, *, generator=None, out=None, dtype=None, device=None, requires_grad=False, layout=None, pin_memory=None)",
    normal,
  ),
  fn("bernoulli(input, p=None, *, generator=None, out=None)", bernoulli),
];

function dispatchDetached(vm: Interpreter, tensor: PyTensor): PyValue {
  return dispatchTarget(vm, "aten.detach.default", [tensor]);
}

function asTensor(vm: Interpreter, data: PyValue, dtype: PyValue, device: PyValue): PyValue {
  if (data instanceof PyUnknown) return data;
  const kind = dtype instanceof PyDType ? dtype.dtype : null;
  const where = device === null ? null : deviceFrom(vm, device).name;
  if (data instanceof PyTensor) {
    const same = (kind === null || kind === data.meta.dtype) && (where === null || where === data.meta.device);
    return same ? data : convertTensor(vm, data, { dtype: kind, device: where, copy: false, memoryFormat: null });
  }
  return lifted(torchState(vm), tensorFromData(vm, data, kind, where), true);
}

function normal(
  vm: Interpreter,
  mean: PyValue,
  std: PyValue,
  size: PyValue,
  generator: PyValue,
  _out: PyValue,
  dtype: PyValue,
  device: PyValue,
  requiresGrad: PyValue,
): PyValue {
  const state = torchState(vm);
  const named = new Map<string, PyValue>([
    ["dtype", dtype],
    ["device", device],
    ["generator", generator],
    ["requires_grad", requiresGrad],
  ]);
  if (size !== null) {
    const d: Distribution = { kind: "normal", mean: toFloat(vm, mean), std: toFloat(vm, std), contiguous: true };
    const scaled = random("randn", () => d).raw(vm, [size], named);
    if (state.tracer === null) return scaled;
    return dispatch(vm, "aten.add", [dispatch(vm, "aten.mul", [scaled, std]), mean]);
  }
  const shaped = mean instanceof PyTensor ? mean : std;
  if (!(shaped instanceof PyTensor)) return raise(vm, TypeErrorType, "normal() needs a size or tensors");
  const whole = mean instanceof PyTensor && std instanceof PyTensor ? dispatch(vm, "aten.add", [mean, std]) : shaped;
  const noise = random("randn_like", standardNormal, false).raw(vm, [whole], new Map([["generator", generator]]));
  return dispatch(vm, "aten.add", [dispatch(vm, "aten.mul", [noise, std]), mean]);
}

function bernoulli(vm: Interpreter, input: PyValue, p: PyValue, generator: PyValue): PyValue {
  const state = torchState(vm);
  if (!(input instanceof PyTensor)) return raise(vm, TypeErrorType, "bernoulli(): argument 'input' must be Tensor");
  if (state.tracer !== null) return dispatch(vm, "aten.bernoulli", p === null ? [input] : [input, p]);
  if (p !== null) {
    const result = dispatch(vm, "aten.empty_like", [input]);
    if (result instanceof PyTensor) {
      result.value = randomValue(
        state,
        result.meta,
        { kind: "bernoulli", p: toFloat(vm, p) },
        generatorOf(generator) ?? state.generator,
      );
    }
    return result;
  }
  const draws = random("rand_like", uniform, false).raw(vm, [input], new Map([["generator", generator]]));
  const hits = dispatch(vm, "aten.lt", [draws, input]);
  return dispatchTarget(vm, "aten.to.dtype", [hits as PyTensor, { kind: "dtype", dtype: input.meta.dtype }]);
}

for (const name of ["new_zeros", "new_ones", "new_empty", "new_full", "new_empty_strided"]) {
  defineRawMethods(tensorBaseType, { [name]: factory(name, false).raw });
}

export const FACTORIES: ReadonlyMap<string, PyNative> = new Map(natives.map((n) => [n.name, n]));
