/** `torch.equal` and `torch.allclose`: they answer with a Python bool, so they need the data. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { defineMethods } from "../../dynamo/objects/native.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { toFloat, truth } from "../../dynamo/protocols/convert.ts";
import { elementsOf } from "./data_dependent.ts";
import { type Element, elementToNumber } from "./elements.ts";
import { type PyTensor, tensorBaseType } from "./tensor.ts";

function sameShape(a: PyTensor, b: PyTensor): boolean {
  return a.meta.shape.length === b.meta.shape.length && a.meta.shape.every((s, i) => s === b.meta.shape[i]);
}

function sameElement(a: Element, b: Element): boolean {
  if (typeof a === "object" || typeof b === "object") {
    return typeof a === "object" && typeof b === "object" && a.re === b.re && a.im === b.im;
  }
  return a === b || Number(a) === Number(b);
}

export function equalTensors(vm: Interpreter, a: PyTensor, b: PyTensor): boolean {
  if (!sameShape(a, b)) return false;
  // The very same content needs no computing (NaN apart, which no random fill has).
  if (a.value === b.value && a.value.origin.kind === "fill") return true;
  const left = elementsOf(vm, a, "torch.equal");
  const right = elementsOf(vm, b, "torch.equal");
  for (let i = 0; i < left.length; i++) if (!sameElement(left.get(i), right.get(i))) return false;
  return true;
}

export function closeTensors(
  vm: Interpreter,
  a: PyTensor,
  b: PyTensor,
  rtol: PyValue,
  atol: PyValue,
  equalNan: PyValue,
): boolean {
  const left = elementsOf(vm, a, "torch.allclose");
  const right = elementsOf(vm, b, "torch.allclose");
  const [relative, absolute, nan] = [toFloat(vm, rtol), toFloat(vm, atol), truth(vm, equalNan)];
  const count = Math.max(left.length, right.length);
  for (let i = 0; i < count; i++) {
    const x = elementToNumber(left.get(left.length === 1 ? 0 : i));
    const y = elementToNumber(right.get(right.length === 1 ? 0 : i));
    if (Number.isNaN(x) && Number.isNaN(y) && nan) continue;
    if (x !== y && !(Math.abs(x - y) <= absolute + relative * Math.abs(y))) return false;
  }
  return true;
}

defineMethods(tensorBaseType, {
  "equal(self, other)": equalTensors,
  "allclose(self, other, rtol=1e-05, atol=1e-08, equal_nan=False)": closeTensors,
});
