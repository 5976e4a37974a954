/** What PyTorch checks of every operator's tensors before it runs: that they are on one device, and that a write has one place for each element. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { isTensorLike } from "../../ops/arguments.ts";
import type { BoundCall } from "../../ops/bind.ts";
import { OpError, type OpInput } from "../../ops/types.ts";
import { gt } from "../../shapes/bool.ts";
import type { ShapeEnv } from "../../shapes/env.ts";

/** These take tensors from elsewhere, or change what a tensor is rather than its elements. */
const ANY_DEVICE =
  /^(to|_to_copy|copy_?|copy|type_as|view_as|reshape_as|expand_as|set_|set_data|index.*|_index.*|_unsafe_index.*|resize_as_|lift.*|.*_like)$/;
const IN_PLACE_VIEWS =
  /^(detach_|requires_grad_|squeeze_|unsqueeze_|t_|transpose_|swapaxes_|swapdims_|resize_|resize_as_|set_|rename_|as_strided_)$/;

/** Throws PyTorch's error. */
export function checkOperands(call: BoundCall, shapes: ShapeEnv): void {
  const { name, args } = call.entry.schema;
  const [self] = call.args;
  if (args[0]?.alias?.write === true && isTensorLike(self) && !IN_PLACE_VIEWS.test(name)) {
    if (overlaps(self.meta, shapes))
      throw new OpError(
        "RuntimeError",
        "unsupported operation: more than one element of the written-to tensor refers to a single memory location. " +
          "Please clone() the tensor before performing the operation.",
      );
  }
  if (!ANY_DEVICE.test(name)) checkDevices(call.args);
}

function overlaps({ shape, strides }: TensorMeta, shapes: ShapeEnv): boolean {
  return strides.some((stride, i) => stride === 0 && shapes.prove(gt(shape[i] ?? 1, 1)) === true);
}

const fullName = (device: string): string => (device === "cuda" ? "cuda:0" : device);

/** A 0-dim tensor on the CPU goes with any device; data of tensors on "meta" are not there, so that they meet nothing. */
function checkDevices(args: readonly OpInput[]): void {
  let found: string | null = null;
  const visit = (input: OpInput): void => {
    if (isList(input)) {
      for (const item of input) visit(item);
      return;
    }
    if (!isTensorLike(input)) return;
    const device = fullName(input.meta.device);
    if (device === "meta" || (device === "cpu" && input.meta.shape.length === 0)) return;
    if (found !== null && found !== device)
      throw new OpError(
        "RuntimeError",
        `Expected all tensors to be on the same device, but found at least two devices, ${found} and ${device}!`,
      );
    found = device;
  };
  for (const input of args) visit(input);
}

function isList(input: OpInput): input is readonly OpInput[] {
  return Array.isArray(input);
}
