/** The signature text of a native, parsed: `name(a, /, b, *args, c=None, **kw)`. */

import { PyBytes } from "./bytes.ts";
import { PyComplex } from "./complex.ts";
import { PyFloat } from "./float.ts";
import type { PyValue } from "./object.ts";
import { Ellipsis } from "./singletons.ts";
import { PyTuple } from "./tuple.ts";

export type ParameterKind =
  | "positional-only"
  | "positional-or-keyword"
  | "var-positional"
  | "keyword-only"
  | "var-keyword";

export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly required: boolean;
  /** Undefined for a required parameter and for `<unset>`. */
  readonly defaultValue: PyValue | undefined;
  /** The default as written; null when required. */
  readonly defaultText: string | null;
}

export interface Signature {
  readonly name: string;
  /** From the bracket on. */
  readonly text: string;
  readonly parameters: readonly Parameter[];
  /** Positional parameters (both kinds). */
  readonly positional: readonly Parameter[];
  readonly positionalOnly: number;
  readonly requiredPositional: number;
  readonly keywordOnly: readonly Parameter[];
  readonly varPositional: boolean;
  readonly varKeyword: boolean;
  /** Written with `/` (or without parameters): its TypeErrors read as those of CPython's C functions. */
  readonly builtinStyle: boolean;
}

/** Parses a signature. A malformed one is a fault of ours and throws. */
export function parseSignature(source: string): Signature {
  const open = source.indexOf("(");
  const close = source.lastIndexOf(")");
  if (open <= 0 || close < open) throw new Error(`malformed native signature: ${source}`);
  const name = source.slice(0, open).trim();
  const items = splitTop(source.slice(open + 1, close));
  const parameters: Parameter[] = [];
  let kind: ParameterKind = "positional-or-keyword";
  let slash = false;
  for (const item of items) {
    if (item === "/") {
      slash = true;
      for (const [i, p] of parameters.entries()) parameters[i] = { ...p, kind: "positional-only" };
    } else if (item === "*") {
      kind = "keyword-only";
    } else if (item.startsWith("**")) {
      parameters.push(parameter(item.slice(2), "var-keyword"));
    } else if (item.startsWith("*")) {
      parameters.push(parameter(item.slice(1), "var-positional"));
      kind = "keyword-only";
    } else parameters.push(parameter(item, kind));
  }
  const positional = parameters.filter((p) => p.kind === "positional-only" || p.kind === "positional-or-keyword");
  return {
    name,
    text: source.slice(open).replace(/=<unset>/g, "=<unrepresentable>"),
    parameters,
    positional,
    positionalOnly: positional.filter((p) => p.kind === "positional-only").length,
    requiredPositional: positional.filter((p) => p.required).length,
    keywordOnly: parameters.filter((p) => p.kind === "keyword-only"),
    varPositional: parameters.some((p) => p.kind === "var-positional"),
    varKeyword: parameters.some((p) => p.kind === "var-keyword"),
    builtinStyle: slash || parameters.length === 0,
  };
}

function parameter(item: string, kind: ParameterKind): Parameter {
  const eq = item.indexOf("=");
  const head = eq < 0 ? item : item.slice(0, eq);
  const colon = head.indexOf(":");
  const name = (colon < 0 ? head : head.slice(0, colon)).trim();
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new Error(`malformed parameter: ${item}`);
  if (eq < 0) {
    const required = kind !== "var-positional" && kind !== "var-keyword";
    return { name, kind, required, defaultValue: undefined, defaultText: null };
  }
  const text = item.slice(eq + 1).trim();
  return { name, kind, required: false, defaultValue: literal(text), defaultText: text };
}

/** Splits at commas outside brackets and quotes. */
function splitTop(text: string): string[] {
  const out: string[] = [];
  let depth = 0;
  let quote = "";
  let from = 0;
  for (let i = 0; i <= text.length; i++) {
    const c = text[i] ?? ",";
    if (quote !== "") {
      if (c === quote && i < text.length) quote = "";
    } else if (i < text.length && (c === '"' || c === "'")) quote = c;
    else if ("([{".includes(c)) depth++;
    else if (")]}".includes(c)) depth--;
    else if (c === "," && depth === 0) {
      const item = text.slice(from, i).trim();
      if (item !== "") out.push(item);
      from = i + 1;
    }
  }
  return out;
}

/** A Python literal as a default may have it. */
function literal(text: string): PyValue | undefined {
  if (text === "<unset>") return undefined;
  if (text === "None") return null;
  if (text === "True") return true;
  if (text === "False") return false;
  if (text === "...") return Ellipsis;
  if (/^[-+]?\d[\d_]*$/.test(text)) return Number(text.replace(/_/g, ""));
  if (/^[-+]?(\d[\d_]*)?\.?\d*([eE][-+]?\d+)?$/.test(text) && /\d/.test(text)) return new PyFloat(Number(text));
  if (/^[-+]?(inf|nan)$/.test(text))
    return new PyFloat(text === "nan" ? Number.NaN : Number(`${text}inity`.replace("inf", "Inf")));
  if (/^\d+(\.\d+)?j$/.test(text)) return new PyComplex(0, Number(text.slice(0, -1)));
  const string = /^(b?)(["'])(.*)\2$/s.exec(text);
  if (string !== null) {
    const body = unescapeText(string[3] ?? "");
    return string[1] === "b" ? new PyBytes(Uint8Array.from(body, (c) => c.charCodeAt(0))) : body;
  }
  if (text.startsWith("(") && text.endsWith(")")) {
    return new PyTuple(
      splitTop(text.slice(1, -1)).map((t) => {
        const v = literal(t);
        if (v === undefined) throw new Error(`malformed default: ${text}`);
        return v;
      }),
    );
  }
  throw new Error(`malformed default: ${text}`);
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "0": "\0",
  "\\": "\\",
  "'": "'",
  '"': '"',
};

function unescapeText(body: string): string {
  return body.replace(/\\(.)/gs, (whole, c: string) => ESCAPES[c] ?? whole);
}
