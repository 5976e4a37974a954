/** `repr` of tensors, laid out as PyTorch prints them. */

import { isComplex, isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { type Element, type ElementArray, elementToNumber, viewElements } from "./elements.ts";
import { formatExponent, formatFixed } from "./number_format.ts";
import { staticShape } from "./strides.ts";

export interface PrintOptions {
  precision: number;
  threshold: number;
  edgeitems: number;
  linewidth: number;
  /** Null: chosen from the values. */
  sciMode: boolean | null;
}

export const defaultPrintOptions = (): PrintOptions => ({
  precision: 4,
  threshold: 1000,
  edgeitems: 3,
  linewidth: 80,
  sciMode: null,
});

/** Decides once for all elements how they are written, and how wide. */
interface Formatter {
  readonly width: number;
  format(value: Element): string;
}

function integerFormatter(values: readonly Element[]): Formatter {
  const text = (v: Element): string => (typeof v === "boolean" ? (v ? "True" : "False") : String(v));
  const width = values.reduce((w: number, v) => Math.max(w, text(v).length), 1);
  return { width, format: (v) => text(v).padStart(width) };
}

function floatFormatter(values: readonly number[], options: PrintOptions): Formatter {
  const { precision } = options;
  const shown = values.filter((v) => Number.isFinite(v) && v !== 0);
  const magnitudes = shown.map(Math.abs);
  const max = magnitudes.reduce((a, b) => Math.max(a, b), 0);
  const min = magnitudes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const integral = shown.every(Number.isInteger);
  const scientific = shown.length > 0 && (options.sciMode ?? (max / min > 1000 || max > 1e8 || min < 1e-4));
  const write = (v: number): string => {
    if (scientific) return formatExponent(v, precision);
    if (!integral) return formatFixed(v, precision);
    return formatFixed(v, 0) + (Number.isFinite(v) ? "." : "");
  };
  const width = shown.reduce((w, v) => Math.max(w, write(v).length), 1);
  return { width, format: (v) => write(elementToNumber(v)).padStart(width) };
}

/** Strides of the contiguous elements, and which of them are shown. */
interface Layout {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly elements: ElementArray;
  readonly summarize: boolean;
  readonly options: PrintOptions;
  readonly write: (value: Element) => string;
  /** Of one element with its separator. */
  readonly elementWidth: number;
}

function edges(size: number, summarize: boolean, edgeitems: number): { readonly head: number; readonly tail: number } {
  return summarize && size > 2 * edgeitems ? { head: edgeitems, tail: size - edgeitems } : { head: size, tail: size };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}

function shownElements(
  layout: Omit<Layout, "write" | "elementWidth">,
  dim = 0,
  at = 0,
  into: Element[] = [],
): Element[] {
  if (dim === layout.shape.length) {
    into.push(layout.elements.get(at));
    return into;
  }
  const size = layout.shape[dim] as number;
  const { head, tail } = edges(size, layout.summarize, layout.options.edgeitems);
  for (const i of [...range(0, head), ...range(tail, size)]) {
    shownElements(layout, dim + 1, at + i * (layout.strides[dim] as number), into);
  }
  return into;
}

function vector(layout: Layout, at: number, indent: number): string {
  const size = layout.shape.at(-1) as number;
  const { head, tail } = edges(size, layout.summarize, layout.options.edgeitems);
  const cells = range(0, head).map((i) => layout.write(layout.elements.get(at + i)));
  if (tail < size) cells.push(" ...", ...range(tail, size).map((i) => layout.write(layout.elements.get(at + i))));
  const perLine = Math.max(1, Math.floor((layout.options.linewidth - indent) / layout.elementWidth));
  const lines: string[] = [];
  for (let i = 0; i < cells.length; i += perLine) lines.push(cells.slice(i, i + perLine).join(", "));
  return `[${lines.join(`,\n${" ".repeat(indent + 1)}`)}]`;
}

function nested(layout: Layout, dim: number, at: number, indent: number): string {
  const left = layout.shape.length - dim;
  if (left === 0) return layout.write(layout.elements.get(at));
  if (left === 1) return vector(layout, at, indent);
  const size = layout.shape[dim] as number;
  const { head, tail } = edges(size, layout.summarize, layout.options.edgeitems);
  const part = (i: number): string => nested(layout, dim + 1, at + i * (layout.strides[dim] as number), indent + 1);
  const parts = range(0, head).map(part);
  if (tail < size) parts.push("...", ...range(tail, size).map(part));
  return `[${parts.join(`,${"\n".repeat(left - 1)}${" ".repeat(indent + 1)}`)}]`;
}

/** The numbers of a tensor within brackets; `indent` is the width of what stands before. */
export function formatElements(meta: TensorMeta, bytes: Uint8Array, indent: number, options: PrintOptions): string {
  const shape = staticShape(meta.shape);
  if (shape === undefined) throw new Error("a tensor with bytes has symbolic sizes");
  const count = shape.reduce((a, b) => a * b, 1);
  if (count === 0) return "[]";
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1));
  const elements = viewElements(meta.dtype, bytes);
  const base = { shape, strides, elements, summarize: count > options.threshold, options };
  const shown = shownElements(base);
  if (isComplex(meta.dtype)) {
    const re = floatFormatter(shown.map(elementToNumber), options);
    const im = floatFormatter(
      shown.map((v) => (typeof v === "object" ? v.im : 0)),
      options,
    );
    const write = (v: Element): string => {
      const imaginary = `${im.format(typeof v === "object" ? v.im : 0)}j`.trimStart();
      return re.format(elementToNumber(v)) + (/^[+-]/.test(imaginary) ? imaginary : `+${imaginary}`);
    };
    return nested({ ...base, write, elementWidth: re.width + im.width + 3 }, 0, 0, indent);
  }
  const formatter = isFloating(meta.dtype)
    ? floatFormatter(shown.map(elementToNumber), options)
    : integerFormatter(shown);
  return nested({ ...base, write: formatter.format, elementWidth: formatter.width + 2 }, 0, 0, indent);
}

/** `tensor(` content, suffixes `)`: suffixes go to a new line where the last one is full. */
export function withSuffixes(prefix: string, content: string, suffixes: readonly string[], linewidth: number): string {
  let text = prefix + content;
  let lastLine = text.length - text.lastIndexOf("\n") + 1;
  for (const suffix of suffixes) {
    if (lastLine + suffix.length + 2 > linewidth) {
      text += `,\n${" ".repeat(prefix.length)}${suffix}`;
      lastLine = prefix.length + suffix.length;
    } else {
      text += `, ${suffix}`;
      lastLine += suffix.length + 2;
    }
  }
  return `${text})`;
}
