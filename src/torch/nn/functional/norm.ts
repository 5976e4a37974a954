/** Normalisation. */

import { RuntimeErrorType, ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { norm } from "../../tensor/norm.ts";
import { type Call, defineFunctional, type FunctionalImpl } from "./define.ts";

/** PyTorch's CPU exports carry `cudnn_enabled=False`. */
const CUDNN = false;

function product(f: Call, sizes: readonly PyValue[]): PyValue {
  return sizes.reduce((a, b) => f.math("*", a, b), 1);
}

function checkBatch(f: Call, sizes: readonly PyValue[], shown: string): void {
  const count = product(f, [sizes[0] ?? 1, ...sizes.slice(2)]);
  if (f.test(count, "==", 1)) {
    f.raise(ValueErrorType, `Expected more than 1 value per channel when training, got input size ${shown}`);
  }
}

const batchNorm: FunctionalImpl = (
  f,
  input = null,
  mean = null,
  variance = null,
  weight = null,
  bias = null,
  ...rest
) => {
  const [training = false, momentum = null, eps = null] = rest;
  if (f.truth(training)) checkBatch(f, f.sizes(input), f.sizeText(input));
  return f.op("batch_norm", input, weight, bias, mean, variance, f.truth(training), momentum, eps, CUDNN);
};

const instanceNorm: FunctionalImpl = (
  f,
  input = null,
  mean = null,
  variance = null,
  weight = null,
  bias = null,
  ...rest
) => {
  const [useInput = true, momentum = null, eps = null] = rest;
  if (f.truth(useInput) && f.test(product(f, f.sizes(input).slice(2)), "==", 1)) {
    f.raise(ValueErrorType, `Expected more than 1 spatial element when training, got input size ${f.sizeText(input)}`);
  }
  return f.op("instance_norm", input, weight, bias, mean, variance, f.truth(useInput), momentum, eps, CUDNN);
};

/** The squares are averaged over neighbouring channels, which stand as a spatial dimension for that. */
const localResponse: FunctionalImpl = (f, input = null, size = null, alpha = null, beta = null, k = null) => {
  const sizes = f.sizes(input);
  if (sizes.length < 3) {
    f.raise(ValueErrorType, `Expected 3D or higher dimensionality input (got ${sizes.length} dimensions)`);
  }
  const count = f.int(size);
  const sides = [Math.floor(count / 2), Math.floor((count - 1) / 2)];
  const square = f.op("mul", input, input);
  const [batch = 1, channels = 1, height = 1] = sizes;
  const flat = sizes.length === 3;
  const wide = flat ? f.op("unsqueeze", square, 1) : f.op("view", square, new PyList([batch, 1, channels, height, -1]));
  const ones = flat ? [1] : [1, 1];
  const padded = f.op("pad", wide, new PyList([...ones.flatMap(() => [0, 0]), ...sides]));
  const pool = flat ? "avg_pool2d" : "avg_pool3d";
  let mean = f.op("squeeze", f.op(pool, padded, new PyList([count, ...ones]), new PyList([1, ...ones])), 1);
  if (!flat) mean = f.op("view", mean, new PyList(sizes));
  return f.op("div", input, f.op("pow", f.op("add", f.op("mul", mean, alpha), k), beta));
};

export const normFunctions = defineFunctional({
  "batch_norm(input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-05)":
    batchNorm,
  "instance_norm(input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-05)":
    instanceNorm,
  "layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-05)": (f, ...args) =>
    f.op("layer_norm", ...args, CUDNN),
  "group_norm(input, num_groups, weight=None, bias=None, eps=1e-05)": (f, input = null, groups = null, ...rest) => {
    if (f.rank(input) < 2) {
      f.raise(RuntimeErrorType, `Expected at least 2 dimensions for input tensor but received ${f.rank(input)}`);
    }
    const [batch = 1, channels = 1, ...space] = f.sizes(input);
    const checked = [f.math("//", f.math("*", batch, channels), groups), groups, ...space];
    checkBatch(f, checked, f.repr(new PyList(checked)));
    return f.op("group_norm", input, groups, ...rest, CUDNN);
  },
  "rms_norm(input, normalized_shape, weight=None, eps=None)": (f, ...args) => f.op("rms_norm", ...args),
  "local_response_norm(input, size, alpha=0.0001, beta=0.75, k=1.0)": localResponse,
  "normalize(input, p=2.0, dim=1, eps=1e-12, out=None)": (f, input = null, p = null, dim = null, eps = null) => {
    const length = f.op("clamp_min", norm(f.vm, input, p, dim, true, null), eps);
    return f.op("div", input, f.op("expand_as", length, input));
  },
});
