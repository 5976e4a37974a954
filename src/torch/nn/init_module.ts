/** `torch.nn.init` as a module. */

import { type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { ValueErrorType } from "../../dynamo/objects/exception_types.ts";
import { float } from "../../dynamo/objects/float.ts";
import { fn, type PyNative } from "../../dynamo/objects/native.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { toFloat } from "../../dynamo/protocols/convert.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import type { Generator } from "../rng/generator.ts";
import { torchState } from "../state.ts";
import { elementsOf } from "../tensor/data_dependent.ts";
import { elementToNumber } from "../tensor/elements.ts";
import { randomValue, tensorOfValue } from "../tensor/factory.ts";
import { generatorOf } from "../tensor/methods/random.ts";
import type { PyTensor } from "../tensor/tensor.ts";
import {
  calculateGain,
  constant,
  dirac,
  eye,
  fans,
  kaimingNormal,
  kaimingUniform,
  normal,
  truncNormal,
  uniform,
  write,
  xavierNormal,
  xavierUniform,
} from "./init.ts";
import { orthogonalize } from "./orthogonal.ts";

const num = (vm: Interpreter, v: PyValue): number => toFloat(vm, v);
const gen = (v: PyValue): Generator | undefined => generatorOf(v);

type Kaiming = typeof kaimingUniform;

function kaiming(init: Kaiming) {
  return (vm: Interpreter, t: PyTensor, a: PyValue, mode: string, nonlinearity: string, g: PyValue) =>
    init(vm, t, { a: num(vm, a), mode, nonlinearity }, gen(g));
}

function sparse(vm: Interpreter, tensor: PyTensor, sparsity: PyValue, std: PyValue, g: PyValue): PyValue {
  const [rows = 0, columns = 0] = tensor.meta.shape.map(Number);
  if (tensor.meta.shape.length !== 2) raise(vm, ValueErrorType, "Only tensors with 2 dimensions are supported");
  const state = torchState(vm);
  normal(vm, tensor, 0, num(vm, std), gen(g));
  const values = elementsOf(vm, tensor, "sparse_");
  const elements = Array.from({ length: values.length }, (_, i) => elementToNumber(values.get(i)));
  const zeros = Math.ceil(num(vm, sparsity) * rows);
  for (let column = 0; column < columns; column++) {
    const meta = { dtype: "int64", shape: [rows], strides: [1], storageOffset: 0, device: "cpu" } as const;
    const order = tensorOfValue(state, randomValue(state, meta, { kind: "permutation" }, gen(g)));
    const rowIndices = elementsOf(vm, order, "sparse_");
    for (let i = 0; i < zeros; i++) elements[elementToNumber(rowIndices.get(i)) * columns + column] = 0;
  }
  return write(vm, tensor, elements);
}

function orthogonal(vm: Interpreter, tensor: PyTensor, gain: PyValue, g: PyValue): PyValue {
  const shape = tensor.meta.shape.map(Number);
  if (shape.length < 2) raise(vm, ValueErrorType, "Only tensors with 2 or more dimensions are supported");
  const [rows = 0, ...rest] = shape;
  const columns = rest.reduce((a, b) => a * b, 1);
  if (rows * columns === 0) return tensor;
  const state = torchState(vm);
  const meta = { ...tensor.meta, shape: [rows, columns], strides: [columns, 1], storageOffset: 0 };
  const noise = tensorOfValue(
    state,
    randomValue(state, meta, { kind: "normal", mean: 0, std: 1, contiguous: true }, gen(g)),
  );
  const drawn = elementsOf(vm, noise, "orthogonal_");
  const values = Array.from({ length: rows * columns }, (_, i) => elementToNumber(drawn.get(i)));
  const scale = num(vm, gain);
  return write(
    vm,
    tensor,
    orthogonalize(values, rows, columns).map((v) => v * scale),
  );
}

const natives: PyNative[] = [
  fn(
    "uniform_(tensor, a=0.0, b=1.0, generator=None)",
    (vm: Interpreter, t: PyTensor, a: PyValue, b: PyValue, g: PyValue) =>
      uniform(vm, t, num(vm, a), num(vm, b), gen(g)),
  ),
  fn(
    "normal_(tensor, mean=0.0, std=1.0, generator=None)",
    (vm: Interpreter, t: PyTensor, m: PyValue, s: PyValue, g: PyValue) => normal(vm, t, num(vm, m), num(vm, s), gen(g)),
  ),
  fn(
    "trunc_normal_(tensor, mean=0.0, std=1.0, a=-2.0, b=2.0, generator=None)",
    (vm: Interpreter, t: PyTensor, m: PyValue, s: PyValue, a: PyValue, b: PyValue, g: PyValue) =>
      truncNormal(vm, t, num(vm, m), num(vm, s), num(vm, a), num(vm, b), gen(g)),
  ),
  fn("constant_(tensor, val)", (vm: Interpreter, t: PyTensor, v: PyValue) => constant(vm, t, num(vm, v))),
  fn("ones_(tensor)", (vm: Interpreter, t: PyTensor) => constant(vm, t, 1)),
  fn("zeros_(tensor)", (vm: Interpreter, t: PyTensor) => constant(vm, t, 0)),
  fn("eye_(tensor)", (vm: Interpreter, t: PyTensor) => eye(vm, t)),
  fn("dirac_(tensor, groups=1)", (vm: Interpreter, t: PyTensor, groups: PyValue) => dirac(vm, t, num(vm, groups))),
  fn("xavier_uniform_(tensor, gain=1.0, generator=None)", (vm: Interpreter, t: PyTensor, gain: PyValue, g: PyValue) =>
    xavierUniform(vm, t, num(vm, gain), gen(g)),
  ),
  fn("xavier_normal_(tensor, gain=1.0, generator=None)", (vm: Interpreter, t: PyTensor, gain: PyValue, g: PyValue) =>
    xavierNormal(vm, t, num(vm, gain), gen(g)),
  ),
  fn(
    "kaiming_uniform_(tensor, a=0, mode='fan_in', nonlinearity='leaky_relu', generator=None)",
    kaiming(kaimingUniform),
  ),
  fn("kaiming_normal_(tensor, a=0, mode='fan_in', nonlinearity='leaky_relu', generator=None)", kaiming(kaimingNormal)),
  fn("orthogonal_(tensor, gain=1, generator=None)", orthogonal),
  fn("sparse_(tensor, sparsity, std=0.01, generator=None)", sparse),
  fn("calculate_gain(nonlinearity, param=None)", (vm: Interpreter, nonlinearity: string, param: PyValue) => {
    const gain = calculateGain(vm, nonlinearity, param === null ? null : num(vm, param));
    // PyTorch gives the int 1 for linear functions.
    return gain === 1 ? 1 : float(gain);
  }),
  fn("_calculate_fan_in_and_fan_out(tensor)", (vm: Interpreter, t: PyTensor) => {
    const { fanIn, fanOut } = fans(vm, t);
    return new PyTuple([fanIn, fanOut]);
  }),
  fn("_calculate_correct_fan(tensor, mode)", (vm: Interpreter, t: PyTensor, mode: string) => {
    const { fanIn, fanOut } = fans(vm, t);
    return mode.toLowerCase() === "fan_in" ? fanIn : fanOut;
  }),
  fn("_no_grad_fill_(tensor, val)", (vm: Interpreter, t: PyTensor, v: PyValue) => constant(vm, t, num(vm, v))),
  fn("_no_grad_zero_(tensor)", (vm: Interpreter, t: PyTensor) => constant(vm, t, 0)),
  fn(
    "_no_grad_normal_(tensor, mean, std, generator=None)",
    (vm: Interpreter, t: PyTensor, m: PyValue, s: PyValue, g: PyValue) => normal(vm, t, num(vm, m), num(vm, s), gen(g)),
  ),
  fn(
    "_no_grad_uniform_(tensor, a, b, generator=None)",
    (vm: Interpreter, t: PyTensor, a: PyValue, b: PyValue, g: PyValue) =>
      uniform(vm, t, num(vm, a), num(vm, b), gen(g)),
  ),
];

/** The names without an underscore are the deprecated forms. */
const DEPRECATED = [
  "uniform",
  "normal",
  "constant",
  "eye",
  "dirac",
  "xavier_uniform",
  "xavier_normal",
  "kaiming_uniform",
  "kaiming_normal",
  "orthogonal",
  "sparse",
];

export function initModule(): NativeModule {
  return nativeModule("torch.nn.init", () => {
    const all = new Map<string, PyValue>();
    for (const native of natives) {
      native.module = "torch.nn.init";
      all.set(native.name, native);
    }
    for (const name of DEPRECATED) all.set(name, all.get(`${name}_`) ?? null);
    return Object.fromEntries(all);
  });
}
