/** Convolutions, and the windows that they are made of. */

import { defineFunctional, type FunctionalImpl } from "./define.ts";

const FORWARD = "input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1";
const TRANSPOSED = "input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1";

const table: Record<string, FunctionalImpl> = {
  "conv_tbc(input, weight, bias, pad=0)": (f, ...args) => f.op("conv_tbc", ...args),
  "unfold(input, kernel_size, dilation=1, padding=0, stride=1)": (f, ...args) => f.op("im2col", ...args),
  "fold(input, output_size, kernel_size, dilation=1, padding=0, stride=1)": (f, ...args) => f.op("col2im", ...args),
};
for (const n of [1, 2, 3]) {
  table[`conv${n}d(${FORWARD})`] = (f, ...args) => f.op(`conv${n}d`, ...args);
  table[`conv_transpose${n}d(${TRANSPOSED})`] = (f, ...args) => f.op(`conv_transpose${n}d`, ...args);
}

export const convFunctions = defineFunctional(table);
