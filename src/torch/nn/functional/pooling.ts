/** Pooling and unpooling. */

import { ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import type { PyNative } from "../../../dynamo/objects/native.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { type Call, defineFunctional, type FunctionalImpl } from "./define.ts";

const NONE = (): PyList => new PyList([]);

function maxPool(op: string): FunctionalImpl {
  return (f, input = null, kernel = null, stride = null, padding = 0, dilation = 1, ceil = false, indices = false) =>
    f.op(f.truth(indices) ? `${op}_with_indices` : op, input, kernel, stride ?? NONE(), padding, dilation, ceil);
}

/** As `max_pool2d_with_indices`, whatever `return_indices` says. */
function maxPoolWithIndices(op: string): FunctionalImpl {
  return (f, ...args) => maxPool(op)(f, ...args.slice(0, -1), true);
}

function avgPool(op: string): FunctionalImpl {
  return (f, input = null, kernel = null, stride = null, ...rest) => f.op(op, input, kernel, stride ?? NONE(), ...rest);
}

/** An output size with None where the input's size stays. */
function outputSize(f: Call, input: PyValue, size: PyValue): PyValue {
  const wanted = f.sequence(size);
  if (wanted === null) return size;
  const sizes = f.sizes(input);
  if (sizes.length <= wanted.length) {
    f.raise(ValueErrorType, `Input dimension should be at least ${wanted.length + 1}`);
  }
  const defaults = sizes.slice(-wanted.length);
  return new PyList(wanted.map((w, i) => w ?? defaults[i] ?? null));
}

function adaptive(op: string): FunctionalImpl {
  return (f, input = null, size = null) => f.op(op, input, outputSize(f, input, size));
}

function adaptiveMax(op: string): FunctionalImpl {
  return (f, input = null, size = null, indices = false) => {
    const both = f.op(op, input, outputSize(f, input, size));
    return f.truth(indices) ? both : f.item(both, 0);
  };
}

function lpPool(n: number): FunctionalImpl {
  return (f, input = null, norm = null, kernel = null, stride = null, ceil = false) => {
    const powered = f.op("pow", input, norm);
    const pooled = f.op(`avg_pool${n}d`, powered, kernel, stride ?? NONE(), 0, ceil);
    const positive = f.op("mul", f.op("sign", pooled), f.op("relu", f.op("abs", pooled)));
    const count = (n === 1 ? [f.sequence(kernel)?.[0] ?? kernel] : f.list(kernel, n).items).reduce((a, b) =>
      f.math("*", a, b),
    );
    return f.op("pow", f.op("mul", positive, count), f.math("/", f.float(1), norm));
  };
}

function fractional(n: number): FunctionalImpl {
  const name = `fractional_max_pool${n}d`;
  return (f, input = null, kernel = null, size = null, ratio = null, _indices = false, given = null) => {
    if (size === null && ratio === null) {
      f.raise(ValueErrorType, `${name} requires specifying either an output_size or an output_ratio`);
    }
    const rank = f.rank(input);
    const ratios = ratio === null ? [] : f.list(ratio, n).items;
    const wanted = size ?? new PyList(ratios.map((r, i) => Math.trunc(f.number(f.math("*", f.dim(input, i - n), r)))));
    const batch = rank === n + 1 ? 1 : f.dim(input, 0);
    const samples = given ?? f.make("rand", [batch, f.dim(input, -n - 1), n], input);
    return f.op(name, input, f.list(kernel, n), f.list(wanted, n), samples);
  };
}

const withIndices =
  (both: FunctionalImpl): FunctionalImpl =>
  (f, ...args) =>
    f.truth(args[4] ?? false) ? both(f, ...args) : f.item(both(f, ...args), 0);

/** The size before the pooling: computed, or the one given when it is possible. */
function unpooledSize(f: Call, input: PyValue, windows: readonly PyList[], given: PyValue): PyValue[] {
  const [kernel, stride, padding] = windows.map((w) => w.items);
  const n = kernel?.length ?? 0;
  const at = (list: readonly PyValue[] | undefined, i: number): PyValue => list?.[i] ?? null;
  const computed = Array.from({ length: n }, (_, i) => {
    const spread = f.math("*", f.math("-", f.dim(input, i - n), 1), at(stride, i));
    return f.math("-", f.math("+", spread, at(kernel, i)), f.math("*", 2, at(padding, i)));
  });
  if (given === null) return computed;
  let sizes = f.items(given);
  if (sizes.length === n + 2) sizes = sizes.slice(2);
  if (sizes.length !== n) {
    f.raise(
      ValueErrorType,
      `output_size should be a sequence containing ${n} or ${n + 2} elements, but it has a length of '${sizes.length}'`,
    );
  }
  for (const [i, size] of sizes.entries()) {
    const low = f.math("-", at(computed, i), at(stride, i));
    const high = f.math("+", at(computed, i), at(stride, i));
    if (f.test(low, "<", size) && f.test(size, "<", high)) continue;
    f.raise(
      ValueErrorType,
      `invalid output_size "${f.repr(new PyList(sizes))}" (dim ${i} must be between ${f.repr(low)} and ${f.repr(high)})`,
    );
  }
  return sizes;
}

function maxUnpool(n: number): FunctionalImpl {
  return (f, input = null, indices = null, kernel = null, stride = null, padding = 0, size = null) => {
    const windows = [f.list(kernel, n), f.list(stride ?? kernel, n), f.list(padding, n)];
    const sizes = unpooledSize(f, input, windows, size);
    if (n === 1) {
      const wide = f.op(
        "max_unpool2d",
        f.op("unsqueeze", input, -1),
        f.op("unsqueeze", indices, -1),
        new PyList([...sizes, 1]),
      );
      return f.op("squeeze", wide, -1);
    }
    if (n === 2) return f.op("max_unpool2d", input, indices, new PyList(sizes));
    return f.op("max_unpool3d", input, indices, new PyList(sizes), windows[1] ?? null, windows[2] ?? null);
  };
}

const MAX = "input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False";
const AVG = "input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True";
const FRACTIONAL =
  "input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None";

const table: Record<string, FunctionalImpl> = {
  [`avg_pool1d(${AVG})`]: avgPool("avg_pool1d"),
  "adaptive_avg_pool1d(input, output_size)": (f, ...args) => f.op("adaptive_avg_pool1d", ...args),
  "adaptive_avg_pool2d(input, output_size)": adaptive("adaptive_avg_pool2d"),
  "adaptive_avg_pool3d(input, output_size)": adaptive("adaptive_avg_pool3d"),
};
for (const n of [1, 2, 3]) {
  table[`max_pool${n}d(${MAX})`] = maxPool(`max_pool${n}d`);
  table[`max_pool${n}d_with_indices(${MAX})`] = maxPoolWithIndices(`max_pool${n}d`);
  if (n > 1) table[`avg_pool${n}d(${AVG}, divisor_override=None)`] = avgPool(`avg_pool${n}d`);
  table[`adaptive_max_pool${n}d(input, output_size, return_indices=False)`] = adaptiveMax(`adaptive_max_pool${n}d`);
  table[`adaptive_max_pool${n}d_with_indices(input, output_size, return_indices=False)`] = (
    f,
    input = null,
    size = null,
  ) => adaptiveMax(`adaptive_max_pool${n}d`)(f, input, size, true);
  table[`lp_pool${n}d(input, norm_type, kernel_size, stride=None, ceil_mode=False)`] = lpPool(n);
  table[`max_unpool${n}d(input, indices, kernel_size, stride=None, padding=0, output_size=None)`] = maxUnpool(n);
  if (n > 1) {
    table[`fractional_max_pool${n}d(${FRACTIONAL})`] = withIndices(fractional(n));
    table[`fractional_max_pool${n}d_with_indices(${FRACTIONAL})`] = fractional(n);
  }
}

export const poolingFunctions: Readonly<Record<string, PyNative>> = defineFunctional(table);
