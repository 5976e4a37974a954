/** `torch.poisson`: samples drawn outside of graphs, as PyTorch draws them on the CPU. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { TypeErrorType } from "../../dynamo/objects/exception_types.ts";
import { fn, type PyNative } from "../../dynamo/objects/native.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { contiguous } from "../../ops/strides.ts";
import { torchState } from "../state.ts";
import { elementsOf } from "../tensor/data_dependent.ts";
import { allocateElements } from "../tensor/elements.ts";
import { newTensor, staticNumel } from "../tensor/factory.ts";
import { raiseUnmodelled } from "../tensor/methods/generic.ts";
import { generatorOf } from "../tensor/methods/random.ts";
import { drawEach, poissonSample } from "../tensor/sequential_draws.ts";
import { PyTensor } from "../tensor/tensor.ts";

/** A tensor of the rates' shape and dtype. In a graph it raises: no ONNX operator draws Poisson samples. */
export const poisson: PyNative = fn(
  "poisson(input, generator=None)",
  (vm: Interpreter, input: PyValue, generator: PyValue) => {
    if (!(input instanceof PyTensor)) return raise(vm, TypeErrorType, "poisson(): argument 'input' must be Tensor");
    const state = torchState(vm);
    if (state.tracer !== null) {
      return raiseUnmodelled(vm, "torch.poisson in a graph (no ONNX operator draws Poisson samples)");
    }
    const { dtype, shape, device } = input.meta;
    const meta = contiguous(dtype, shape, device);
    if (state.fakeReason !== null) return newTensor(state, meta, { kind: "absent", reason: state.fakeReason });
    const length = staticNumel(shape);
    const out = allocateElements(dtype, length);
    const rates = elementsOf(vm, input, "poisson()");
    drawEach(generatorOf(generator) ?? state.generator, rates, out, length, poissonSample);
    return newTensor(state, meta, { kind: "data", bytes: out.bytes });
  },
);
poisson.module = "torch";
