/** Arrays as text: one width for all elements, rows in brackets, the middle of long arrays left out. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import type { PyComplex } from "../../../dynamo/objects/complex.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { repr, str } from "../../../dynamo/protocols/convert.ts";
import { perInterpreter } from "../../../dynamo/stdlib/native_class.ts";
import { type PyNdarray, tupleText, view } from "./array.ts";
import { elementsOf } from "./convert.ts";
import { type PyDType, realOf } from "./dtype.ts";
import { exponentText, isNegative, positionalParts, scientificParts, special } from "./float_text.ts";
import { rounding } from "./reduce.ts";
import { box } from "./scalar.ts";
import { getElement } from "./storage.ts";

export interface PrintOptions {
  precision: number;
  threshold: number;
  edgeitems: number;
  linewidth: number;
  suppress: boolean;
  nanstr: string;
  infstr: string;
  sign: "-" | "+" | " ";
  floatmode: "fixed" | "unique" | "maxprec" | "maxprec_equal";
  /** By kind of element: Python functions that format it. */
  formatter: ReadonlyMap<string, PyValue> | null;
}

export const printOptions = perInterpreter<PrintOptions>("numpy print options", () => ({
  precision: 8,
  threshold: 1000,
  edgeitems: 3,
  linewidth: 75,
  suppress: false,
  nanstr: "nan",
  infstr: "inf",
  sign: "-",
  floatmode: "maxprec",
  formatter: null,
}));

type Format = (element: PyValue) => string;

const pad = (n: number): string => " ".repeat(Math.max(0, n));

/** A format for floats that suits all of `values`. */
function floatFormat(
  values: readonly number[],
  d: PyDType,
  o: PrintOptions,
  sign = o.sign,
  mode = o.floatmode,
): Format {
  const finite = values.filter((v) => Number.isFinite(v));
  const sizes = finite.map(Math.abs).filter((v) => v !== 0);
  const [high, low] = [Math.max(...sizes), Math.min(...sizes)];
  // The bounds are compared in the elements' own precision.
  const own = rounding(d);
  const limit = d.name === "float16" ? 1e3 : d.name === "float32" ? 1e6 : 1e8;
  const scientific =
    sizes.length > 0 && (high >= limit || (!o.suppress && (low < own(1e-4) || own(high / low) > 1000)));
  const unique = mode !== "fixed";
  const precision = mode === "unique" ? 400 : o.precision;
  const plus = (v: number): string => (isNegative(v) ? "-" : sign === "+" ? "+" : sign === " " ? " " : "");
  let [left, right, digits, exponentSize, minimum] = [0, 0, 0, 0, 0];
  if (scientific) {
    const parts = finite.map((v) => ({
      v,
      ...scientificParts(Math.abs(v), d, precision),
    }));
    exponentSize = Math.max(...parts.map((p) => String(Math.abs(p.exponent)).length), 2);
    digits = unique ? Math.max(...parts.map((p) => p.fraction.length)) : precision;
    minimum = digits;
    left = Math.max(...parts.map((p) => plus(p.v).length + p.whole.length));
    right = exponentSize + 2 + digits;
  } else if (finite.length > 0) {
    const parts = finite.map((v) => ({
      v,
      ...positionalParts(Math.abs(v), d, precision),
    }));
    left = Math.max(...parts.map((p) => plus(p.v).length + p.whole.length));
    right = unique ? Math.max(...parts.map((p) => p.fraction.length)) : precision;
    digits = right;
    minimum = mode === "fixed" || mode === "maxprec_equal" ? right : 0;
  }
  if (finite.length !== values.length) {
    const negative = sign !== "-" || values.some((v) => v === Number.NEGATIVE_INFINITY);
    const offset = right + 1;
    const nan = values.some((v) => Number.isNaN(v)) ? o.nanstr.length - offset : 0;
    const inf = values.some((v) => Math.abs(v) === Number.POSITIVE_INFINITY)
      ? o.infstr.length + Number(negative) - offset
      : 0;
    left = Math.max(left, nan, inf);
  }
  return (element) => {
    const x = element as number;
    if (!Number.isFinite(x)) {
      const text = Number.isNaN(x)
        ? sign === "+"
          ? `+${o.nanstr}`
          : o.nanstr
        : `${x < 0 ? "-" : sign === "+" ? "+" : ""}${o.infstr}`;
      return text.padStart(left + right + 1);
    }
    const start = plus(x);
    if (scientific) {
      const p = scientificParts(Math.abs(x), d, digits);
      return `${(start + p.whole).padStart(left)}.${p.fraction.padEnd(minimum, "0")}${exponentText(p.exponent, exponentSize)}`;
    }
    const p = positionalParts(Math.abs(x), d, digits);
    const fraction = p.fraction.padEnd(minimum, "0");
    return `${(start + p.whole).padStart(left)}.${fraction}${pad(right - fraction.length)}`;
  };
}

function complexFormat(values: readonly PyComplex[], d: PyDType, o: PrintOptions): Format {
  const part = realOf(d);
  const re = floatFormat(
    values.map((v) => v.re),
    part,
    o,
  );
  const im = floatFormat(
    values.map((v) => v.im),
    part,
    o,
    "+",
  );
  return (element) => {
    const z = element as PyComplex;
    const text = im(z.im);
    const end = text.trimEnd().length;
    return `${re(z.re)}${text.slice(0, end)}j${text.slice(end)}`;
  };
}

const FORMATTERS: Readonly<Record<string, readonly string[]>> = {
  b: ["bool", "all"],
  i: ["int", "int_kind", "all"],
  u: ["int", "int_kind", "all"],
  f: ["float", "float_kind", "all"],
  c: ["complexfloat", "complex_kind", "all"],
  U: ["numpystr", "str_kind", "all"],
  O: ["object", "all"],
};

function formatOf(vm: Interpreter, elements: readonly PyValue[], a: PyNdarray, o: PrintOptions): Format {
  const d = a.dtype;
  for (const key of FORMATTERS[d.kind] ?? []) {
    const given = o.formatter?.get(key);
    if (given !== undefined && given !== null) return (e) => str(vm, vm.call(given, [box(d, e)]));
  }
  switch (d.kind) {
    case "f":
      return floatFormat(elements as number[], d, o);
    case "c":
      return complexFormat(elements as PyComplex[], d, o);
    case "b": {
      const wide = a.shape.length > 0;
      return (e) => (e ? (wide ? " True" : "True") : "False");
    }
    case "i":
    case "u": {
      const texts = elements.map((e) => String(e).length + (o.sign === "+" && Number(e) >= 0 ? 1 : 0));
      const width = texts.reduce((m, n) => Math.max(m, n), 0);
      return (e) => `${o.sign === "+" && Number(e) >= 0 ? "+" : ""}${e}`.padStart(width);
    }
    default:
      // Lists among the elements are told from dimensions.
      return (e) => (e instanceof PyList ? `list(${repr(vm, e)})` : repr(vm, e));
  }
}

/** The elements that are shown: all of them, or those at the edges. */
function shown(a: PyNdarray, edge: number): PyNdarray[] {
  let parts = [a];
  a.shape.forEach((size, axis) => {
    if (size <= 2 * edge) return;
    parts = parts.flatMap((p) => [slice(p, axis, 0, edge), slice(p, axis, size - edge, edge)]);
  });
  return parts;
}

function slice(a: PyNdarray, axis: number, start: number, count: number): PyNdarray {
  return view(
    a,
    a.shape.map((s, i) => (i === axis ? count : s)),
    a.strides,
    a.offset + start * (a.strides[axis] as number),
  );
}

export interface TextRequest {
  readonly separator: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly options: PrintOptions;
}

/** `numpy.array2string`. */
export function arrayText(vm: Interpreter, a: PyNdarray, request: TextRequest): string {
  const { options: o, separator } = request;
  if (a.size === 0) return "[]";
  const summary = a.size > o.threshold;
  const parts = summary ? shown(a, o.edgeitems) : [a];
  const format = formatOf(
    vm,
    parts.flatMap((p) => elementsOf(vm, p)),
    a,
    o,
  );
  const indent = ` ${pad(request.prefix.length)}`;
  const edge = summary ? o.edgeitems : 0;
  const limit = o.linewidth - request.suffix.length;
  const write = (axis: number, at: number, hanging: string, width: number): string => {
    if (axis === a.shape.length) return format(getElement(a.dtype, a.store, at));
    const [size, stride] = [a.shape[axis] as number, a.strides[axis] as number];
    const cut = summary && 2 * edge < size;
    const indices: (number | null)[] = cut ? [...range(0, edge), null, ...range(size - edge, size)] : range(0, size);
    const left = a.shape.length - axis;
    const inner = (i: number): string => write(axis + 1, at + i * stride, `${hanging} `, width - 1);
    let text = "";
    if (left === 1) {
      const wide = width - Math.max(separator.trimEnd().length, 1);
      let line = hanging;
      indices.forEach((i, k) => {
        const word = i === null ? "..." : inner(i);
        const lines = word.split("\n");
        if (lines.length === 1 || i === null) {
          if (line.length + word.length > wide && line.length > hanging.length) {
            text += `${line.trimEnd()}\n`;
            line = hanging;
          }
          line += word;
        } else {
          // Elements of several lines hang below one another.
          const widest = Math.max(...lines.map((l) => l.length));
          if (line.length + widest > wide && line.length > hanging.length) {
            text += `${line.trimEnd()}\n`;
            line = hanging;
          }
          const deep = pad(line.length);
          line += lines[0];
          for (const more of lines.slice(1)) {
            text += `${line.trimEnd()}\n`;
            line = deep + more;
          }
        }
        if (k < indices.length - 1) line += separator;
      });
      text += line;
    } else {
      const between = `${separator.trimEnd()}${"\n".repeat(left - 1)}`;
      text = indices.map((i) => `${hanging}${i === null ? "..." : inner(i)}`).join(between);
    }
    return `[${text.slice(hanging.length)}]`;
  };
  return write(0, a.offset, indent, limit);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}

/** `str(array)`. */
export function arrayStr(vm: Interpreter, a: PyNdarray): string {
  if (a.shape.length === 0) return str(vm, box(a.dtype, getElement(a.dtype, a.store, a.offset)));
  return arrayText(vm, a, {
    separator: " ",
    prefix: "",
    suffix: "",
    options: printOptions(vm),
  });
}

const PLAIN: ReadonlySet<string> = new Set(["int64", "float64", "complex128", "bool"]);

/** `repr(array)`. */
export function arrayRepr(vm: Interpreter, a: PyNdarray, options: PrintOptions = printOptions(vm)): string {
  const name = a.type.module === "numpy" && a.type.name === "ndarray" ? "array" : a.type.name;
  const prefix = `${name}(`;
  const body =
    a.size === 0 && a.shape.length === 1 ? "[]" : arrayText(vm, a, { separator: ", ", prefix, suffix: ")", options });
  const extras: string[] = [];
  const summary = a.size > options.threshold;
  if ((a.size === 0 && !(a.shape.length === 1 && a.shape[0] === 0)) || summary)
    extras.push(`shape=${tupleText(a.shape)}`);
  if (!PLAIN.has(a.dtype.name) || a.size === 0)
    extras.push(`dtype=${a.dtype.kind === "U" ? `'${a.dtype.code}'` : a.dtype.name}`);
  if (extras.length === 0) return `${prefix}${body})`;
  const start = `${prefix}${body},`;
  const extra = `${extras.join(", ")})`;
  const last = start.length - (start.lastIndexOf("\n") + 1);
  return last + extra.length + 1 > options.linewidth ? `${start}\n${pad(prefix.length)}${extra}` : `${start} ${extra}`;
}

export { special };
