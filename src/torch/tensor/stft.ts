/** `torch.stft`: centring is done in Python, by a padding before the operator. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { getAttr } from "../../dynamo/protocols/attribute.ts";
import { callMethod } from "../../dynamo/protocols/call.ts";
import { index, truth } from "../../dynamo/protocols/convert.ts";
import { dispatch } from "./dispatch.ts";

export const STFT_PARAMETERS =
  "n_fft, hop_length=None, win_length=None, window=None, center=True, pad_mode='reflect', normalized=False, onesided=None, return_complex=None, align_to_window=None";

export function stft(vm: Interpreter, input: PyValue, args: readonly PyValue[]): PyValue {
  const [
    size = null,
    hop = null,
    length = null,
    window = null,
    center = true,
    mode = "reflect",
    normalized = false,
    onesided = null,
    complex = null,
    align = null,
  ] = args;
  const signal = truth(vm, center) ? centered(vm, input, Math.floor(Number(index(vm, size)) / 2), mode) : input;
  return dispatch(vm, "aten.stft", [signal, size, hop, length, window, normalized, onesided, complex, align]);
}

/** Padded on both ends; padding modes need two dimensions in front. */
function centered(vm: Interpreter, input: PyValue, amount: number, mode: PyValue): PyValue {
  const sizes = shapeOf(vm, input);
  const lead = new Array<PyValue>(Math.max(3 - sizes.length, 0)).fill(1);
  const extended = callMethod(vm, input, "view", [new PyList([...lead, ...sizes])]);
  const padded = dispatch(vm, "aten.pad", [extended, new PyList([amount, amount]), mode]);
  return callMethod(vm, padded, "view", [new PyList(shapeOf(vm, padded).slice(-sizes.length))]);
}

function shapeOf(vm: Interpreter, tensor: PyValue): PyValue[] {
  const shape = getAttr(vm, tensor, "shape");
  return shape instanceof PyTuple ? [...shape.items] : [];
}
