/** The initialisers of `torch.nn.init`: they write a tensor's content and return it. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { ValueErrorType, ZeroDivisionErrorType } from "../../dynamo/objects/exception_types.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import type { Distribution } from "../rng/fills.ts";
import type { Generator } from "../rng/generator.ts";
import { torchState } from "../state.ts";
import { conformed } from "../tensor/eager.ts";
import { allocateElements, type Element } from "../tensor/elements.ts";
import { randomValue } from "../tensor/factory.ts";
import type { PyTensor } from "../tensor/tensor.ts";

export function fillRandom(vm: Interpreter, tensor: PyTensor, d: Distribution, generator?: Generator): PyTensor {
  const state = torchState(vm);
  tensor.value = randomValue(state, tensor.meta, d, generator ?? state.generator);
  return tensor;
}

export function uniform(vm: Interpreter, tensor: PyTensor, from: number, to: number, g?: Generator): PyTensor {
  return fillRandom(vm, tensor, { kind: "uniform", from, to }, g);
}

export function normal(vm: Interpreter, tensor: PyTensor, mean: number, std: number, g?: Generator): PyTensor {
  return fillRandom(vm, tensor, { kind: "normal", mean, std, contiguous: isRowMajor(tensor) }, g);
}

function isRowMajor(tensor: PyTensor): boolean {
  let step = 1;
  const { shape, strides } = tensor.meta;
  for (let i = shape.length - 1; i >= 0; i--) {
    const size = Number(shape[i]);
    if (size !== 1 && strides[i] !== step) return false;
    step *= size;
  }
  return true;
}

export function constant(vm: Interpreter, tensor: PyTensor, element: Element): PyTensor {
  tensor.value = torchState(vm).valueOf(tensor.meta, { kind: "full", element });
  return tensor;
}

/** Writes elements given in row-major order. */
export function write(vm: Interpreter, tensor: PyTensor, elements: readonly number[]): PyTensor {
  const state = torchState(vm);
  const out = allocateElements(tensor.meta.dtype, elements.length);
  for (const [i, element] of elements.entries()) out.set(i, element);
  tensor.value = conformed(state, tensor.meta, state.valueOf(tensor.meta, { kind: "data", bytes: out.bytes }));
  return tensor;
}

export function fans(vm: Interpreter, tensor: PyTensor): { readonly fanIn: number; readonly fanOut: number } {
  const shape = tensor.meta.shape.map(Number);
  if (shape.length < 2) {
    raise(vm, ValueErrorType, "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions");
  }
  const [out = 1, input = 1, ...rest] = shape;
  const field = rest.reduce((a, b) => a * b, 1);
  return { fanIn: input * field, fanOut: out * field };
}

const FIXED_GAINS: Readonly<Record<string, number>> = {
  linear: 1,
  conv1d: 1,
  conv2d: 1,
  conv3d: 1,
  conv_transpose1d: 1,
  conv_transpose2d: 1,
  conv_transpose3d: 1,
  sigmoid: 1,
  tanh: 5 / 3,
  relu: Math.SQRT2,
  selu: 3 / 4,
};

export function calculateGain(vm: Interpreter, nonlinearity: string, slope: number | null): number {
  if (nonlinearity === "leaky_relu") return Math.sqrt(2 / (1 + (slope ?? 0.01) ** 2));
  return FIXED_GAINS[nonlinearity] ?? raise(vm, ValueErrorType, `Unsupported nonlinearity ${nonlinearity}`);
}

interface Kaiming {
  readonly a: number;
  readonly mode: string;
  readonly nonlinearity: string;
}

const DEFAULT_KAIMING: Kaiming = { a: 0, mode: "fan_in", nonlinearity: "leaky_relu" };

function kaimingStd(vm: Interpreter, tensor: PyTensor, { a, mode, nonlinearity }: Kaiming): number {
  const { fanIn, fanOut } = fans(vm, tensor);
  if (mode !== "fan_in" && mode !== "fan_out") {
    raise(vm, ValueErrorType, `Mode ${mode} not supported, please use one of ['fan_in', 'fan_out']`);
  }
  const fan = mode === "fan_in" ? fanIn : fanOut;
  if (fan === 0) raise(vm, ZeroDivisionErrorType, "float division by zero");
  return calculateGain(vm, nonlinearity, a) / Math.sqrt(fan);
}

const isEmpty = (tensor: PyTensor): boolean => tensor.meta.shape.some((s) => s === 0);

export function kaimingUniform(
  vm: Interpreter,
  tensor: PyTensor,
  options: Partial<Kaiming> = {},
  g?: Generator,
): PyTensor {
  if (isEmpty(tensor)) return tensor;
  const bound = Math.sqrt(3) * kaimingStd(vm, tensor, { ...DEFAULT_KAIMING, ...options });
  return uniform(vm, tensor, -bound, bound, g);
}

export function kaimingNormal(
  vm: Interpreter,
  tensor: PyTensor,
  options: Partial<Kaiming> = {},
  g?: Generator,
): PyTensor {
  if (isEmpty(tensor)) return tensor;
  return normal(vm, tensor, 0, kaimingStd(vm, tensor, { ...DEFAULT_KAIMING, ...options }), g);
}

function xavierStd(vm: Interpreter, tensor: PyTensor, gain: number): number {
  const { fanIn, fanOut } = fans(vm, tensor);
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}

export function xavierUniform(vm: Interpreter, tensor: PyTensor, gain = 1, g?: Generator): PyTensor {
  const a = Math.sqrt(3) * xavierStd(vm, tensor, gain);
  return uniform(vm, tensor, -a, a, g);
}

export function xavierNormal(vm: Interpreter, tensor: PyTensor, gain = 1, g?: Generator): PyTensor {
  return normal(vm, tensor, 0, xavierStd(vm, tensor, gain), g);
}

export function truncNormal(
  vm: Interpreter,
  tensor: PyTensor,
  mean: number,
  std: number,
  low: number,
  high: number,
  g?: Generator,
): PyTensor {
  return fillRandom(vm, tensor, { kind: "trunc_normal", mean, std, low, high }, g);
}

export function eye(vm: Interpreter, tensor: PyTensor): PyTensor {
  const shape = tensor.meta.shape.map(Number);
  const [rows = 0, columns = 0] = shape;
  if (shape.length !== 2) raise(vm, ValueErrorType, "Only tensors with 2 dimensions are supported");
  const elements = new Array<number>(rows * columns).fill(0);
  for (let i = 0; i < Math.min(rows, columns); i++) elements[i * columns + i] = 1;
  return write(vm, tensor, elements);
}

/** The identity of a convolution: each input channel passes to the output channel of its number. */
export function dirac(vm: Interpreter, tensor: PyTensor, groups: number): PyTensor {
  const shape = tensor.meta.shape.map(Number);
  if (shape.length < 3 || shape.length > 5) {
    raise(vm, ValueErrorType, "Only tensors with 3, 4, or 5 dimensions are supported");
  }
  const [out = 0, input = 0, ...kernel] = shape;
  if (out % groups !== 0) raise(vm, ValueErrorType, "dim 0 must be divisible by groups");
  const field = kernel.reduce((a, b) => a * b, 1);
  const center = kernel.reduce((at, size) => at * size + Math.floor(size / 2), 0);
  const perGroup = out / groups;
  const elements = new Array<number>(out * input * field).fill(0);
  for (let g = 0; g < groups; g++) {
    for (let d = 0; d < Math.min(perGroup, input); d++) {
      elements[((g * perGroup + d) * input + d) * field + center] = 1;
    }
  }
  return write(vm, tensor, elements);
}
