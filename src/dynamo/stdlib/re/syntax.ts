/** The syntax tree of a regular expression, flags and the error that a malformed pattern gives. */

export const Flag = { A: 256, I: 2, L: 4, M: 8, S: 16, U: 32, X: 64, DEBUG: 128 } as const;

/** `codes` lists ranges as pairs [low, high]; `categories` the class escapes in the set, such as "w" or "D". */
export interface CharSet {
  readonly kind: "set";
  readonly negate: boolean;
  readonly ranges: readonly number[];
  readonly categories: readonly string[];
  readonly ignoreCase: boolean;
  readonly ascii: boolean;
}

export type RegexNode =
  | { readonly kind: "char"; readonly code: number; readonly ignoreCase: boolean; readonly ascii: boolean }
  | { readonly kind: "any"; readonly newline: boolean }
  | CharSet
  | { readonly kind: "sequence"; readonly items: readonly RegexNode[] }
  | { readonly kind: "branch"; readonly options: readonly RegexNode[] }
  | { readonly kind: "group"; readonly index: number; readonly body: RegexNode }
  | {
      readonly kind: "repeat";
      readonly min: number;
      readonly max: number;
      readonly mode: "greedy" | "lazy" | "possessive";
      readonly body: RegexNode;
    }
  | { readonly kind: "at"; readonly where: "^" | "$" | "A" | "Z" | "b" | "B" | "m^" | "m$"; readonly ascii: boolean }
  | { readonly kind: "look"; readonly behind: boolean; readonly negate: boolean; readonly body: RegexNode }
  | { readonly kind: "atomic"; readonly body: RegexNode }
  | { readonly kind: "backref"; readonly index: number; readonly ignoreCase: boolean }
  | { readonly kind: "conditional"; readonly index: number; readonly yes: RegexNode; readonly no: RegexNode | null };

export interface ParsedRegex {
  readonly node: RegexNode;
  /** Capturing groups, group 0 not counted. */
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
  readonly flags: number;
}

/** Becomes `re.error`. */
export class RegexSyntaxError extends Error {
  readonly position: number | null;

  constructor(message: string, position: number | null) {
    super(message);
    this.position = position;
  }
}

/** The least and greatest number of characters that a node matches. */
export function widthOf(node: RegexNode, groupWidths: ReadonlyMap<number, [number, number]>): [number, number] {
  switch (node.kind) {
    case "char":
    case "any":
    case "set":
      return [1, 1];
    case "at":
    case "look":
      return [0, 0];
    case "sequence": {
      let [low, high] = [0, 0];
      for (const item of node.items) {
        const [a, b] = widthOf(item, groupWidths);
        low += a;
        high += b;
      }
      return [low, high];
    }
    case "branch": {
      const all = node.options.map((option) => widthOf(option, groupWidths));
      return [Math.min(...all.map((w) => w[0])), Math.max(...all.map((w) => w[1]))];
    }
    case "group":
    case "atomic":
      return widthOf(node.body, groupWidths);
    case "repeat": {
      const [a, b] = widthOf(node.body, groupWidths);
      return [a * node.min, b === 0 ? 0 : b * node.max];
    }
    case "backref":
      return groupWidths.get(node.index) ?? [0, Number.POSITIVE_INFINITY];
    case "conditional": {
      const [a, b] = widthOf(node.yes, groupWidths);
      const [c, d] = node.no === null ? [0, 0] : widthOf(node.no, groupWidths);
      return [Math.min(a, c), Math.max(b, d)];
    }
  }
}
