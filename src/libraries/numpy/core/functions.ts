/** Functions of the module that do what a method of their first argument does, and printing. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { PyDict } from "../../../dynamo/objects/dict.ts";
import { TypeErrorType } from "../../../dynamo/objects/exception_types.ts";
import { fn, type PyNative, rawFn } from "../../../dynamo/objects/native.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { asFloat, asInt, asStr } from "../../../dynamo/objects/unbox.ts";
import { callMethod } from "../../../dynamo/protocols/call.ts";
import { truth } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { load, PyNdarray } from "./array.ts";
import { asArray, copyOf, unwrap } from "./convert.ts";
import { FLOAT64, type PyDType } from "./dtype.ts";
import { exponentText, isNegative, positionalParts, scientificParts, special } from "./float_text.ts";
import { arrayRepr, arrayText, type PrintOptions, printOptions } from "./print.ts";
import { scalarDType } from "./scalar.ts";
import { flat } from "./shaping.ts";

/** Functions by the method they call; numpy's own names of arguments where they differ from the method's. */
const METHODS: Readonly<Record<string, readonly [method: string, renamed?: Readonly<Record<string, string>>]>> = {
  sum: ["sum"],
  prod: ["prod"],
  max: ["max"],
  amax: ["max"],
  min: ["min"],
  amin: ["min"],
  all: ["all"],
  any: ["any"],
  mean: ["mean"],
  var: ["var"],
  std: ["std"],
  argmax: ["argmax"],
  argmin: ["argmin"],
  cumsum: ["cumsum"],
  cumprod: ["cumprod"],
  clip: ["clip", { a_min: "min", a_max: "max" }],
  round: ["round"],
  around: ["round"],
  repeat: ["repeat"],
  take: ["take"],
  put: ["put"],
  nonzero: ["nonzero"],
  argsort: ["argsort"],
  argpartition: ["argpartition"],
  searchsorted: ["searchsorted"],
  diagonal: ["diagonal"],
  trace: ["trace"],
  ravel: ["ravel"],
  squeeze: ["squeeze"],
  swapaxes: ["swapaxes"],
};

function asMethod(name: string, method: string, renamed: Readonly<Record<string, string>> = {}): PyNative {
  return rawFn(name, (vm, args, kwargs) => {
    const rest = new Map(kwargs ?? []);
    let self = args[0];
    if (self === undefined) {
      const key = ["a", "m", "x", "arr"].find((k) => rest.has(k));
      if (key === undefined) return raise(vm, TypeErrorType, `${name}() missing 1 required positional argument: 'a'`);
      self = rest.get(key) as PyValue;
      rest.delete(key);
    }
    for (const [from, to] of Object.entries(renamed)) {
      const value = rest.get(from);
      if (value === undefined) continue;
      rest.delete(from);
      rest.set(to, value);
    }
    const made = callMethod(vm, asArray(vm, self), method, args.slice(1), rest.size === 0 ? null : rest);
    return made;
  });
}

const OPTION_NAMES = [
  "precision",
  "threshold",
  "edgeitems",
  "linewidth",
  "suppress",
  "nanstr",
  "infstr",
  "formatter",
  "sign",
  "floatmode",
];

/** The options of `array_repr` and `array_str` over the current ones. */
function textOptions(vm: Interpreter, width: PyValue, precision: PyValue, small: PyValue): PrintOptions {
  const given = new Map([
    ["max_line_width", width],
    ["precision", precision],
    ["suppress_small", small],
  ]);
  return withOptions(vm, printOptions(vm), given);
}

function withOptions(vm: Interpreter, base: PrintOptions, given: ReadonlyMap<string, PyValue>): PrintOptions {
  const out: PrintOptions = { ...base };
  for (const [key, value] of given) {
    if (value === null && key !== "formatter") continue;
    switch (key) {
      case "precision":
      case "edgeitems":
      case "linewidth":
      case "threshold":
        out[key] = Number(asInt(value) ?? asFloat(value) ?? raise(vm, TypeErrorType, `${key} must be an integer`));
        break;
      case "suppress":
      case "suppress_small":
        out.suppress = truth(vm, value);
        break;
      case "nanstr":
      case "infstr":
        out[key] = asStr(value) ?? out[key];
        break;
      case "sign":
        out.sign = (asStr(value) ?? "-") as PrintOptions["sign"];
        break;
      case "floatmode":
        out.floatmode = (asStr(value) ?? "maxprec") as PrintOptions["floatmode"];
        break;
      case "formatter":
        out.formatter = value instanceof PyDict ? new Map(value.entries().map(([k, v]) => [asStr(k) ?? "", v])) : null;
        break;
      case "max_line_width":
        out.linewidth = Number(value);
        break;
      default:
        break;
    }
  }
  return out;
}

function shownOptions(o: PrintOptions): PyDict {
  const out = new Map<string, PyValue>([
    ["edgeitems", o.edgeitems],
    ["threshold", o.threshold],
    ["floatmode", o.floatmode],
    ["precision", o.precision],
    ["suppress", o.suppress],
    ["linewidth", o.linewidth],
    ["nanstr", o.nanstr],
    ["infstr", o.infstr],
    ["sign", o.sign],
    ["formatter", null],
    ["legacy", false],
    ["override_repr", null],
  ]);
  return PyDict.wrap(out);
}

function number(vm: Interpreter, v: PyValue): { readonly x: number; readonly d: PyDType } {
  const a = asArray(vm, v, scalarDType(v)?.kind === "f" ? null : FLOAT64);
  return { x: Number(load(vm, a).x[0]), d: a.dtype };
}

const POSITIONAL = OPTION_NAMES.slice(0, 8)
  .map((n) => `${n}=None`)
  .join(", ");

export const FUNCTIONS: readonly PyNative[] = [
  ...Object.entries(METHODS).map(([name, [method, renamed]]) => asMethod(name, method, renamed)),
  fn(
    "reshape(a, /, shape=None, order='C', *, newshape=None, copy=None)",
    (vm: Interpreter, a: PyValue, shape: PyValue, order: PyValue, newshape: PyValue) =>
      callMethod(vm, asArray(vm, a), "reshape", [shape ?? newshape], new Map([["order", order]])),
  ),
  fn("transpose(a, axes=None)", (vm: Interpreter, a: PyValue, axes: PyValue) =>
    callMethod(vm, asArray(vm, a), "transpose", axes === null ? [] : [axes]),
  ),
  fn("sort(a, axis=-1, kind=None, order=None, *, stable=None)", (vm: Interpreter, a: PyValue, axis: PyValue) => {
    const copy = axis === null ? copyOf(vm, flat(vm, asArray(vm, a))) : copyOf(vm, asArray(vm, a));
    callMethod(vm, copy, "sort", [axis ?? -1]);
    return copy;
  }),
  fn(
    "partition(a, kth, axis=-1, kind='introselect', order=None)",
    (vm: Interpreter, a: PyValue, _kth: PyValue, axis: PyValue) => {
      const copy = copyOf(vm, asArray(vm, a));
      callMethod(vm, copy, "sort", [axis ?? -1]);
      return copy;
    },
  ),
  fn("compress(condition, a, axis=None, out=None)", (vm: Interpreter, condition: PyValue, a: PyValue, axis: PyValue) =>
    callMethod(vm, asArray(vm, a), "compress", [condition, axis]),
  ),
  fn("real(val)", (vm: Interpreter, a: PyValue) => unwrapped(vm, a, "real")),
  fn("imag(val)", (vm: Interpreter, a: PyValue) => unwrapped(vm, a, "imag")),
  fn(
    "array2string(a, max_line_width=None, precision=None, suppress_small=None, separator=' ', prefix='', style=None, formatter=None, threshold=None, edgeitems=None, sign=None, floatmode=None, suffix='', *, legacy=None)",
    (
      vm: Interpreter,
      a: PyValue,
      width: PyValue,
      precision: PyValue,
      small: PyValue,
      separator: PyValue,
      prefix: PyValue,
      _style: PyValue,
      formatter: PyValue,
      threshold: PyValue,
      edgeitems: PyValue,
      sign: PyValue,
      floatmode: PyValue,
      suffix: PyValue,
    ) => {
      const given = new Map<string, PyValue>([
        ["max_line_width", width],
        ["precision", precision],
        ["suppress_small", small],
        ["threshold", threshold],
        ["edgeitems", edgeitems],
        ["sign", sign],
        ["floatmode", floatmode],
      ]);
      if (formatter !== null) given.set("formatter", formatter);
      const options = withOptions(vm, printOptions(vm), given);
      return arrayText(vm, asArray(vm, a), {
        separator: asStr(separator) ?? " ",
        prefix: asStr(prefix) ?? "",
        suffix: asStr(suffix) ?? "",
        options,
      });
    },
  ),
  fn(
    "array_repr(arr, max_line_width=None, precision=None, suppress_small=None)",
    (vm: Interpreter, a: PyValue, width: PyValue, precision: PyValue, small: PyValue) =>
      arrayRepr(vm, asArray(vm, a), textOptions(vm, width, precision, small)),
  ),
  fn(
    "array_str(a, max_line_width=None, precision=None, suppress_small=None)",
    (vm: Interpreter, a: PyValue, width: PyValue, precision: PyValue, small: PyValue) =>
      arrayText(vm, asArray(vm, a), {
        separator: " ",
        prefix: "",
        suffix: "",
        options: textOptions(vm, width, precision, small),
      }),
  ),
  fn(
    `set_printoptions(${POSITIONAL}, sign=None, floatmode=None, *, legacy=None, override_repr=None)`,
    (vm: Interpreter, ...given: PyValue[]) => {
      Object.assign(
        printOptions(vm),
        withOptions(vm, printOptions(vm), new Map(OPTION_NAMES.map((n, i) => [n, given[i] ?? null]))),
      );
      return null;
    },
  ),
  fn("get_printoptions()", (vm: Interpreter) => shownOptions(printOptions(vm))),
  fn(
    "format_float_positional(x, precision=None, unique=True, fractional=True, trim='k', sign=False, pad_left=None, pad_right=None, min_digits=None)",
    (vm: Interpreter, v: PyValue, precision: PyValue, _u: PyValue, _f: PyValue, trim: PyValue) => {
      const { x, d } = number(vm, v);
      if (!Number.isFinite(x)) return special(x);
      const parts = positionalParts(Math.abs(x), d, precision === null ? 400 : Number(precision));
      const fraction = trim === "0" && parts.fraction === "" ? "0" : parts.fraction;
      return `${isNegative(x) ? "-" : ""}${parts.whole}${trim === "-" && fraction === "" ? "" : "."}${fraction}`;
    },
  ),
  fn(
    "format_float_scientific(x, precision=None, unique=True, trim='k', sign=False, pad_left=None, exp_digits=None, min_digits=None)",
    (vm: Interpreter, v: PyValue, precision: PyValue, _u: PyValue, trim: PyValue) => {
      const { x, d } = number(vm, v);
      if (!Number.isFinite(x)) return special(x);
      const p = scientificParts(Math.abs(x), d, precision === null ? 400 : Number(precision));
      return `${isNegative(x) ? "-" : ""}${p.whole}${trim === "-" && p.fraction === "" ? "" : "."}${p.fraction}${exponentText(p.exponent)}`;
    },
  ),
];

function unwrapped(vm: Interpreter, v: PyValue, name: "real" | "imag"): PyValue {
  const a = asArray(vm, v);
  const got = a.type.lookup(name) as unknown as {
    get(vm: Interpreter, self: PyValue): PyValue;
  };
  const made = got.get(vm, a);
  return made instanceof PyNdarray && !(v instanceof PyNdarray) ? unwrap(made) : made;
}
