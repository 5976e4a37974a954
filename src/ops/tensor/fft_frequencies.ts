/** The frequencies of a discrete Fourier transform's bins. */

import { type OpEntry, op } from "../define.ts";
import { range } from "../dims.ts";
import { contiguous } from "../strides.ts";
import { OpError } from "../types.ts";

/** Bins as PyTorch counts them: 0 … up to the middle, then the negative ones; or half of them. */
function bins(n: number, half: boolean): readonly number[] {
  if (half) return range(Math.floor(n / 2) + 1);
  return range(n).map((i) => (i < Math.ceil(n / 2) ? i : i - n));
}

function frequencies(name: string, half: boolean): OpEntry {
  return op(
    `aten::${name}(int n, float d=1.0, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` as "aten::f(int n, float d=1.0, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor",
    {
      meta: (ctx, { n, dtype, device }) =>
        contiguous(dtype ?? ctx.defaultDtype, [bins(n, half).length], device ?? "cpu"),
      lower(g, { n, d }) {
        if (n <= 0) throw new OpError("RuntimeError", `${name} needs a positive number of points`);
        const values = bins(n, half).map((k) => k / (n * d));
        return g.tensor(values, [values.length], g.out.dtype);
      },
    },
  );
}

export const fftFrequencyOps: readonly OpEntry[] = [
  frequencies("fft_fftfreq", false),
  frequencies("fft_rfftfreq", true),
];
