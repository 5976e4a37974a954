/** Tensors made of numbers alone, and masks of triangles. */

import { isFloating } from "../../fx/dtype.ts";
import { allocate, type Dense, NotComputedHere, settled, sizeOf } from "./dense.ts";
import type { Kernel, KernelCall, Kernels } from "./kernel.ts";

/** Steps are counted from the nearer end, in the precision of the result. */
function spaced(call: KernelCall, place: (x: number) => number): Dense {
  const { dtype } = call;
  if (!isFloating(dtype)) throw new NotComputedHere("linspace of integers");
  const steps = call.int("steps", 0);
  const round = dtype === "float64" ? (x: number) => x : Math.fround;
  const [start, end] = [round(call.number("start")), round(call.number("end"))];
  const step = round(round(end - start) / (steps - 1));
  const out = allocate(dtype, steps);
  for (let i = 0; i < steps; i++)
    out[i] = place(
      i < Math.floor(steps / 2) || steps === 1 ? start + round(step * i || 0) : end - round(step * (steps - i - 1)),
    );
  return call.result(settled(dtype, out));
}

const linspace: Kernel = (call) => spaced(call, (x) => x);
const logspace: Kernel = (call) => {
  const base = call.number("base");
  return spaced(call, (x) => base ** x);
};

/** Computed in double precision from the start, and rounded once. */
const arange: Kernel = (call) => {
  const start = call.has("start") ? call.number("start") : 0;
  const step = call.has("step") ? call.number("step") : 1;
  const out = allocate(call.dtype, sizeOf(call.shape));
  if (!isFloating(call.dtype) && !(Number.isSafeInteger(start) && Number.isSafeInteger(step)))
    throw new NotComputedHere("a range of integers with a broken step");
  for (let i = 0; i < out.length; i++) out[i] = start + i * step;
  return call.result(settled(call.dtype, out));
};

const eye: Kernel = (call) => {
  const [, columns = 0] = call.shape;
  const out = allocate(call.dtype, sizeOf(call.shape));
  for (let i = 0; i < out.length; i += columns + 1) if (i / columns < columns) out[i] = 1;
  return call.result(out);
};

/** Keeps what lies on one side of a diagonal. */
function triangle(keeps: (row: number, column: number, diagonal: number) => boolean): Kernel {
  return (call) => {
    const { data } = call.tensor("self");
    const diagonal = call.int("diagonal", 0);
    const [rows = 0, columns = 0] = call.shape.slice(-2);
    const out = allocate(call.dtype, data.length);
    for (let i = 0; i < data.length; i++) {
      const row = Math.floor(i / columns) % rows;
      if (keeps(row, i % columns, diagonal)) out[i] = data[i] as number;
    }
    return call.result(out);
  };
}

export const CREATION: Kernels = {
  linspace,
  logspace,
  arange,
  eye,
  tril: triangle((row, column, diagonal) => column - row <= diagonal),
  triu: triangle((row, column, diagonal) => column - row >= diagonal),
};
