/** In-place random fills: `uniform_`, `normal_`, … */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { RuntimeErrorType } from "../../../dynamo/objects/exception_types.ts";
import { defineMethods } from "../../../dynamo/objects/native.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import { getAttr } from "../../../dynamo/protocols/attribute.ts";
import { call } from "../../../dynamo/protocols/call.ts";
import { index, toFloat } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { type DType, isFloating } from "../../../fx/dtype.ts";
import { fillRandom, normal } from "../../nn/init.ts";
import { PyGenerator } from "../../objects/generator.ts";
import { pySymInt } from "../../objects/symbolic.ts";
import type { Distribution } from "../../rng/fills.ts";
import type { Generator } from "../../rng/generator.ts";
import { torchState } from "../../state.ts";
import { dispatch } from "../dispatch.ts";
import { PyTensor, tensorBaseType } from "../tensor.ts";

export function generatorOf(value: PyValue): Generator | undefined {
  return value instanceof PyGenerator ? value.generator : undefined;
}

/** A tensor of the graph is filled by an operator; any other gets its values now. */
function fill(
  vm: Interpreter,
  self: PyTensor,
  op: string,
  args: readonly PyValue[],
  d: Distribution,
  generator: PyValue,
): PyValue {
  const { tracer } = torchState(vm);
  if (tracer !== null) return dispatch(vm, `aten.${op}`, [self, ...args]);
  if (d.kind === "normal") return normal(vm, self, d.mean, d.std, generatorOf(generator));
  return fillRandom(vm, self, d, generatorOf(generator));
}

/** `random_()` without a range: what the dtype can hold exactly. */
function fullRange(dtype: DType): bigint {
  const bits: Partial<Record<DType, bigint>> = {
    bool: 1n,
    uint8: 8n,
    int8: 7n,
    int16: 15n,
    int32: 31n,
    int64: 63n,
    float16: 11n,
    bfloat16: 8n,
    float32: 24n,
    float64: 53n,
  };
  const high = 1n << (bits[dtype] ?? 24n);
  return isFloating(dtype) ? high + 1n : high;
}

defineMethods(tensorBaseType, {
  "uniform_(self, from_=0, to=1, *, generator=None)": (vm, self: PyTensor, from: PyValue, to: PyValue, g: PyValue) =>
    fill(vm, self, "uniform_", [from, to], { kind: "uniform", from: toFloat(vm, from), to: toFloat(vm, to) }, g),
  "normal_(self, mean=0, std=1, *, generator=None)": (vm, self: PyTensor, mean: PyValue, std: PyValue, g: PyValue) =>
    fill(
      vm,
      self,
      "normal_",
      [mean, std],
      { kind: "normal", mean: toFloat(vm, mean), std: toFloat(vm, std), contiguous: true },
      g,
    ),
  "log_normal_(self, mean=1, std=2, *, generator=None)": (
    vm,
    self: PyTensor,
    mean: PyValue,
    std: PyValue,
    g: PyValue,
  ) =>
    fill(
      vm,
      self,
      "log_normal_",
      [mean, std],
      { kind: "log_normal", mean: toFloat(vm, mean), std: toFloat(vm, std) },
      g,
    ),
  "exponential_(self, lambd=1, *, generator=None)": (vm, self: PyTensor, rate: PyValue, g: PyValue) =>
    fill(vm, self, "exponential_", [rate], { kind: "exponential", rate: toFloat(vm, rate) }, g),
  "cauchy_(self, median=0, sigma=1, *, generator=None)": (vm, self: PyTensor, m: PyValue, s: PyValue, g: PyValue) =>
    fill(vm, self, "cauchy_", [m, s], { kind: "cauchy", median: toFloat(vm, m), sigma: toFloat(vm, s) }, g),
  "geometric_(self, p, *, generator=None)": (vm, self: PyTensor, p: PyValue, g: PyValue) =>
    fill(vm, self, "geometric_", [p], { kind: "geometric", p: toFloat(vm, p) }, g),
  "bernoulli_(self, p=0.5, *, generator=None)": (vm, self: PyTensor, p: PyValue, g: PyValue) => {
    if (p instanceof PyTensor) {
      if (torchState(vm).tracer !== null) return dispatch(vm, "aten.bernoulli_", [self, p]);
      const wide = dispatch(vm, "aten.expand", [p, new PyTuple(self.meta.shape.map((size) => pySymInt(vm, size)))]);
      const drawn = call(vm, getAttr(vm, vm.importModule("torch"), "bernoulli"), [wide], new Map([["generator", g]]));
      return dispatch(vm, "aten.copy_", [self, drawn]);
    }
    return fill(vm, self, "bernoulli_", [p], { kind: "bernoulli", p: toFloat(vm, p) }, g);
  },
  "random_(self, from_=None, to=None, *, generator=None)": (
    vm,
    self: PyTensor,
    from: PyValue,
    to: PyValue,
    g: PyValue,
  ) => {
    const first = from === null ? null : BigInt(index(vm, from));
    const low = to === null ? 0n : (first ?? 0n);
    const high = to === null ? (first ?? fullRange(self.meta.dtype)) : BigInt(index(vm, to));
    if (high <= low) {
      raise(vm, RuntimeErrorType, `random_ expects 'from' to be less than 'to', but got from=${low} >= to=${high}`);
    }
    return fill(
      vm,
      self,
      "random_",
      [from, to].filter((v) => v !== null),
      { kind: "integers", low, high },
      g,
    );
  },
});
