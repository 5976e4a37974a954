/** Rewrites valid lines that tree-sitter-python rejects, without changing their length. */

import { type LineToken, tokenize } from "./tokens.ts";

/** Offsets into the file. `text` replaces as many characters. */
export interface Replacement {
  readonly start: number;
  readonly text: string;
}

export interface Repair {
  readonly replacements: readonly Replacement[];
  /** Operand and star, for stars that were blanked out. */
  readonly stars: readonly (readonly [number, number])[];
  /** Expressions that a name stands for. */
  readonly holes: readonly (readonly [number, number])[];
  /** The type parameter's offset, and its default. */
  readonly typeDefaults: readonly (readonly [number, number, number])[];
}

const NOTHING: Repair = { replacements: [], stars: [], holes: [], typeDefaults: [] };

type MakeRepair = (text: string, start: number, end: number) => Repair;

/** Repairs of what tree-sitter accepts but reads differently; they are always made. */
export const NECESSARY_REPAIRS: readonly MakeRepair[] = [renameType, hideAlignment];

/** The repairs that may help, the least invasive first; each is tried together with those before it. */
export const REPAIRS: readonly MakeRepair[] = [blankContinuations, blankStars, blankTypeDefaults, hideAnnotations];

/** A backslash before a dedented line. */
function blankContinuations(text: string, start: number, end: number): Repair {
  const replacements: Replacement[] = [];
  const inStrings = tokenize(text, start, end).filter((token) => token.type === "string");
  const pattern = /\\\r?\n|\\\r/g;
  for (const match of text.slice(start, end).matchAll(pattern)) {
    const at = start + match.index;
    if (inStrings.some((token) => token.start <= at && at < token.end)) continue;
    replacements.push({ start: at, text: " ".repeat(match[0].length) });
  }
  return { ...NOTHING, replacements };
}

/** `type(x).y = z` is no `type` statement. */
function renameType(text: string, start: number, end: number): Repair {
  const [first, second] = tokenize(text, start, end);
  if (first?.text !== "type" || second === undefined || second.type === "name") return NOTHING;
  return { ...NOTHING, replacements: [{ start: first.start, text: "kind" }] };
}

/** `f"{x:=10}"` has no `:=`, but a format specification that begins with `=`. */
function hideAlignment(text: string, start: number, end: number): Repair {
  const replacements: Replacement[] = [];
  for (const token of tokenize(text, start, end)) {
    if (token.type !== "string" || !/^[a-z]*f/i.test(token.text)) continue;
    for (const match of token.text.matchAll(/(?<!\{)(?:\{\{)*\{(?!\{)[^{}:'"()[\]]*:=/g)) {
      replacements.push({ start: token.start + match.index + match[0].length - 1, text: "<" });
    }
  }
  return { ...NOTHING, replacements };
}

/** The star of `*[…]`, which tree-sitter takes only before names. */
function blankStars(text: string, start: number, end: number): Repair {
  const tokens = tokenize(text, start, end);
  const replacements: Replacement[] = [];
  const stars: [number, number][] = [];
  for (const [i, token] of tokens.entries()) {
    if (token.type !== "op" || token.text !== "*" || !isPrefix(tokens, i)) continue;
    const operand = tokens[i + 1];
    if (operand === undefined || operand.type === "name" || operand.text === "," || operand.text === ")") continue;
    if (operand.text === ":" || operand.text === "*" || operand.type === "end") continue;
    replacements.push({ start: token.start, text: " " });
    stars.push([operand.start, token.start]);
  }
  return { ...NOTHING, replacements, stars };
}

/** Whether the operator at `i` has no operand before it. */
function isPrefix(tokens: readonly LineToken[], i: number): boolean {
  const before = tokens[i - 1];
  if (before === undefined) return true;
  if (before.type === "keyword") return !["None", "True", "False", "except", "import", "lambda"].includes(before.text);
  return before.type === "op" && !/^(?:[)\]}]|\.\.\.)$/.test(before.text);
}

/** `def f[T = int]`: defaults are read apart. */
function blankTypeDefaults(text: string, start: number, end: number): Repair {
  const tokens = tokenize(text, start, end);
  const head = tokens.findIndex((token) => ["def", "class", "type"].includes(token.text));
  const open = head + 2;
  if (head < 0 || head > 1 || tokens[open]?.text !== "[") return NOTHING;
  const replacements: Replacement[] = [];
  const typeDefaults: [number, number, number][] = [];
  let parameter = tokens[open + 1]?.start ?? start;
  for (let i = open + 1; i < tokens.length && tokens[i]?.text !== "]"; i++) {
    const token = tokens[i] as LineToken;
    if (token.text === ",") parameter = tokens[i + 1]?.start ?? parameter;
    if (token.text !== "=") {
      i = skipNested(tokens, i);
      continue;
    }
    const first = tokens[i + 1];
    let last = i + 1;
    for (let j = i + 1; j < tokens.length && tokens[j]?.text !== "," && tokens[j]?.text !== "]"; j++) {
      j = skipNested(tokens, j);
      last = j;
    }
    const stop = tokens[last];
    if (first === undefined || stop === undefined || stop.type === "end") return NOTHING;
    replacements.push({ start: token.start, text: " ".repeat(stop.end - token.start) });
    typeDefaults.push([parameter, first.start, stop.end]);
    i = last;
  }
  return { ...NOTHING, replacements, typeDefaults };
}

/** The index of the closing bracket when `i` is an opening one, else `i`. */
function skipNested(tokens: readonly LineToken[], i: number): number {
  let depth = 0;
  for (let at = i; at < tokens.length; at++) {
    const token = tokens[at] as LineToken;
    if (token.type === "op" && "([{".includes(token.text)) depth++;
    else if (token.type === "op" && ")]}".includes(token.text)) depth--;
    if (depth <= 0) return at;
  }
  return tokens.length - 1;
}

/** Annotations that tree-sitter's grammar of types cannot read are read apart, as the expressions they are. */
function hideAnnotations(text: string, start: number, end: number): Repair {
  const tokens = tokenize(text, start, end);
  const replacements: Replacement[] = [];
  const holes: [number, number][] = [];
  const hide = (from: number, to: number): void => {
    const first = tokens[from];
    const last = tokens[to];
    if (first === undefined || last === undefined || to < from || (from === to && first.type === "name")) return;
    if (first.text === "*") return;
    replacements.push({ start: first.start, text: "_".repeat(last.end - first.start) });
    holes.push([first.start, last.end]);
  };
  const head = tokens[0]?.text === "async" ? 1 : 0;
  if (tokens[head]?.text === "def") {
    let open = head + 2;
    if (tokens[open]?.text === "[") open = skipNested(tokens, open) + 1;
    const close = skipNested(tokens, open);
    hideInRange(tokens, open + 1, close, hide);
    if (tokens[close + 1]?.text === "->") hide(close + 2, lastColon(tokens) - 1);
  } else if (tokens[0]?.type !== "keyword") {
    hideInRange(tokens, 0, tokens.length - 1, hide);
  }
  return { ...NOTHING, replacements, holes };
}

/** Hides what stands between a colon and the next comma or equals sign, outside brackets. */
function hideInRange(
  tokens: readonly LineToken[],
  from: number,
  to: number,
  hide: (from: number, to: number) => void,
): void {
  let colon = -1;
  let inDefault = false;
  for (let i = from; i <= to; i++) {
    const text = i === to ? "," : tokens[i]?.text;
    if (text === ":" && colon < 0 && !inDefault) colon = i;
    else if (text === "," || text === "=") {
      if (colon >= 0) hide(colon + 1, i - 1);
      colon = -1;
      inDefault = text === "=";
    } else if (i < to) i = skipNested(tokens, i);
  }
}

function lastColon(tokens: readonly LineToken[]): number {
  for (let i = tokens.length - 1; i >= 0; i--) if (tokens[i]?.text === ":") return i;
  return -1;
}
