/** Activation functions. */

import type { PyValue } from "../../../dynamo/objects/object.ts";
import { type Call, defineFunctional, type FunctionalImpl } from "./define.ts";

/** `op`, or `op_` when `inplace`. */
function inplaceOf(op: string): FunctionalImpl {
  return (f, input = null, ...rest) => {
    const inplace = rest.at(-1) ?? false;
    return f.op(f.truth(inplace) ? `${op}_` : op, input, ...rest.slice(0, -1));
  };
}

function softmaxLike(op: string): FunctionalImpl {
  return (f, input = null, dim = null, _stacklevel = null, dtype = null) =>
    f.op(op, input, dim ?? implicitDim(f, input), ...(dtype === null ? [] : [dtype]));
}

/** The dimension that the deprecated call without one means. */
function implicitDim(f: Call, input: PyValue): number {
  const rank = f.rank(input);
  return rank === 0 || rank === 1 || rank === 3 ? 0 : 1;
}

/** In training it draws: what is drawn is written into the input. */
const rrelu_: FunctionalImpl = (f, input = null, ...rest) => f.op("copy_", input, f.op("rrelu", input, ...rest));

export const activationFunctions = defineFunctional({
  "relu(input, inplace=False)": inplaceOf("relu"),
  "relu_(input)": (f, input = null) => f.op("relu_", input),
  "selu_(input)": (f, input = null) => f.op("selu_", input),
  "celu_(input, alpha=1.0)": (f, ...args) => f.op("celu_", ...args),
  "elu_(input, alpha=1.0)": (f, ...args) => f.op("elu_", ...args),
  "leaky_relu_(input, negative_slope=0.01)": (f, ...args) => f.op("leaky_relu_", ...args),
  "hardtanh_(input, min_val=-1.0, max_val=1.0)": (f, ...args) => f.op("hardtanh_", ...args),
  "threshold_(input, threshold, value)": (f, ...args) => f.op("threshold_", ...args),
  "rrelu_(input, lower=0.125, upper=0.3333333333333333, training=False)": rrelu_,
  "relu6(input, inplace=False)": inplaceOf("relu6"),
  "threshold(input, threshold, value, inplace=False)": inplaceOf("threshold"),
  "hardtanh(input, min_val=-1.0, max_val=1.0, inplace=False)": inplaceOf("hardtanh"),
  "elu(input, alpha=1.0, inplace=False)": inplaceOf("elu"),
  "selu(input, inplace=False)": inplaceOf("selu"),
  "celu(input, alpha=1.0, inplace=False)": inplaceOf("celu"),
  "leaky_relu(input, negative_slope=0.01, inplace=False)": inplaceOf("leaky_relu"),
  "silu(input, inplace=False)": inplaceOf("silu"),
  "mish(input, inplace=False)": inplaceOf("mish"),
  "hardswish(input, inplace=False)": inplaceOf("hardswish"),
  "hardsigmoid(input, inplace=False)": inplaceOf("hardsigmoid"),
  "rrelu(input, lower=0.125, upper=0.3333333333333333, training=False, inplace=False)": (f, ...args) => {
    const inplace = args.at(-1) ?? false;
    return f.truth(inplace) ? rrelu_(f, ...args.slice(0, -1)) : f.op("rrelu", ...args.slice(0, -1));
  },
  "prelu(input, weight)": (f, input = null, weight = null) => f.op("prelu", input, weight),
  "gelu(input, approximate='none')": (f, input = null, approximate = null) =>
    f.opk("gelu", [input], { approximate: approximate }),
  "sigmoid(input)": (f, input = null) => f.op("sigmoid", input),
  "tanh(input)": (f, input = null) => f.op("tanh", input),
  "logsigmoid(input)": (f, input = null) => f.op("log_sigmoid", input),
  "softplus(input, beta=1, threshold=20)": (f, ...args) => f.op("softplus", ...args),
  "softsign(input)": (f, input = null) => f.op("div", input, f.op("add", f.op("abs", input), 1)),
  "tanhshrink(input)": (f, input = null) => f.op("sub", input, f.op("tanh", input)),
  "hardshrink(input, lambd=0.5)": (f, ...args) => f.op("hardshrink", ...args),
  "softshrink(input, lambd=0.5)": (f, ...args) => f.op("softshrink", ...args),
  "glu(input, dim=-1)": (f, ...args) => f.op("glu", ...args),
  "softmax(input, dim=None, _stacklevel=3, dtype=None)": softmaxLike("softmax"),
  "log_softmax(input, dim=None, _stacklevel=3, dtype=None)": softmaxLike("log_softmax"),
  "softmin(input, dim=None, _stacklevel=3, dtype=None)": (f, input = null, ...rest) =>
    softmaxLike("softmax")(f, f.op("neg", input), ...rest),
});
