/** Names of dynamic dimensions that `dynamic_shapes` gives, put on the model's inputs as PyTorch's exporter does after the capture. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { asInt } from "../../dynamo/objects/unbox.ts";
import { PyDim, PyDimHint } from "../export/dim.ts";
import type { OnnxProgramHandle } from "../services.ts";
import { warn } from "./warn.ts";

type Axes = readonly (readonly [dim: number, name: string])[];

const isDim = (v: PyValue): boolean =>
  v === null || typeof v === "string" || typeof v === "number" || v instanceof PyDim || v instanceof PyDimHint;
const isSequence = (v: PyValue): v is PyList | PyTuple => v instanceof PyList || v instanceof PyTuple;

/** The names of each input's dimensions, in the order of the inputs. */
function flattened(spec: PyValue): Axes[] {
  const nameOf = (v: PyValue): string | null => (v instanceof PyDim ? v.name : typeof v === "string" ? v : null);
  const named = (entries: Iterable<readonly [PyValue, PyValue]>): Axes =>
    [...entries].flatMap(([key, value]) => {
      const name = nameOf(value);
      return name === null ? [] : [[Number(asInt(key) ?? 0), name] as const];
    });
  if (spec instanceof PyDict) {
    const entries = spec.entries();
    if (entries.every(([key, value]) => typeof key === "number" && isDim(value))) return [named(entries)];
    return entries.flatMap(([, value]) => flattened(value));
  }
  if (isSequence(spec)) {
    const { items } = spec;
    return items.length > 0 && items.every(isDim) && !items.every((v) => v === null)
      ? [named(items.entries())]
      : items.flatMap(flattened);
  }
  return [[]];
}

/**
 * A program that was captured before has its own names: those of `spec` take their place. One name stands for sizes that must be
 * equal; another name for the same is warned of and left out.
 */
export function nameAxes(vm: Interpreter, handle: OnnxProgramHandle, spec: PyValue): void {
  const wanted = flattened(spec);
  if (wanted.every((axes) => axes.length === 0)) return;
  const { inputShapes } = handle;
  if (wanted.length !== inputShapes.length) {
    warn(
      vm,
      "ONNX model has different number of inputs than the flatten dynamic_shapes. The dynamic axes will not be renamed.",
    );
    return;
  }
  const names = new Map<string, string>();
  for (const [i, axes] of wanted.entries()) {
    for (const [dim, name] of axes) {
      const shape = inputShapes[i] ?? [];
      const size = shape.at(dim);
      if (typeof size !== "string") continue;
      const known = names.get(size);
      if (known === undefined) names.set(size, name);
      else if (known !== name) {
        warn(
          vm,
          `The axis name: ${name} will not be used, since it shares the same shape constraints with another axis: ${known}.`,
        );
      }
    }
  }
  handle.renameAxes(new Map([...names].filter(([from, to]) => from !== to)));
}
