/** Parses Python's regular expression syntax. */

import { type CharSet, Flag, type ParsedRegex, type RegexNode, RegexSyntaxError, widthOf } from "./syntax.ts";

const UNLIMITED = Number.POSITIVE_INFINITY;
const FLAG_LETTERS: Readonly<Record<string, number>> = {
  a: Flag.A,
  i: Flag.I,
  L: Flag.L,
  m: Flag.M,
  s: Flag.S,
  u: Flag.U,
  x: Flag.X,
};
const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, "\\": 92 };

export function parseRegex(pattern: string, flags: number): ParsedRegex {
  const parser = new Parser(Array.from(pattern), flags);
  const node = parser.parse();
  return { node, groups: parser.groups, names: parser.names, flags: parser.flags };
}

class Parser {
  groups = 0;
  readonly names = new Map<string, number>();
  flags: number;
  private at = 0;
  private readonly text: readonly string[];
  private readonly open = new Set<number>();
  private readonly widths = new Map<number, [number, number]>();

  constructor(text: readonly string[], flags: number) {
    this.text = text;
    this.flags = flags;
  }

  parse(): RegexNode {
    const node = this.alternatives(this.flags, true);
    if (this.at < this.text.length) this.fail("unbalanced parenthesis", this.at);
    return node;
  }

  private fail(message: string, position: number): never {
    throw new RegexSyntaxError(message, position);
  }

  private peek(): string | undefined {
    return this.text[this.at];
  }

  private accept(ch: string): boolean {
    if (this.text[this.at] !== ch) return false;
    this.at++;
    return true;
  }

  private alternatives(flags: number, top = false): RegexNode {
    let scope = flags;
    const options: RegexNode[] = [];
    do {
      const result = this.sequence(scope, top && options.length === 0);
      options.push(result.node);
      scope = result.flags;
    } while (this.accept("|"));
    return options.length === 1 ? (options[0] as RegexNode) : { kind: "branch", options };
  }

  private sequence(initial: number, top: boolean): { node: RegexNode; flags: number } {
    let flags = initial;
    const items: RegexNode[] = [];
    // A group that holds nothing but a repeat may be repeated itself.
    let repeated: RegexNode | null = null;
    for (;;) {
      const ch = this.peek();
      if (ch === undefined || ch === "|" || ch === ")") break;
      const start = this.at;
      if (flags & Flag.X) {
        if (/\s/.test(ch)) {
          this.at++;
          continue;
        }
        if (ch === "#") {
          while (this.at < this.text.length && this.text[this.at] !== "\n") this.at++;
          continue;
        }
      }
      const quantifier = this.quantifier();
      if (quantifier !== null) {
        const body = items.pop();
        if (body === undefined || body.kind === "at") this.fail("nothing to repeat", start);
        if (body === repeated) this.fail("multiple repeat", start);
        repeated = { kind: "repeat", ...quantifier, body };
        items.push(repeated);
        continue;
      }
      if (ch === "(" && this.text[this.at + 1] === "?") {
        const global = this.globalFlags(top && items.length === 0, start);
        if (global !== null) {
          flags |= global;
          continue;
        }
      }
      const node = this.atom(flags);
      if (node !== null) items.push(node);
    }
    return { node: items.length === 1 ? (items[0] as RegexNode) : { kind: "sequence", items }, flags };
  }

  private quantifier(): { min: number; max: number; mode: "greedy" | "lazy" | "possessive" } | null {
    const ch = this.peek();
    let min: number;
    let max: number;
    if (ch === "*") [min, max] = [0, UNLIMITED];
    else if (ch === "+") [min, max] = [1, UNLIMITED];
    else if (ch === "?") [min, max] = [0, 1];
    else if (ch === "{") {
      const match = /^\{(\d*)(,?)(\d*)\}/.exec(this.text.slice(this.at, this.at + 24).join(""));
      if (match === null || (match[1] === "" && match[2] === "")) return null;
      min = match[1] === "" ? 0 : Number(match[1]);
      max = match[2] === "" ? min : match[3] === "" ? UNLIMITED : Number(match[3]);
      if (max < min) this.fail("min repeat greater than max repeat", this.at + 1);
      this.at += match[0].length - 1;
    } else return null;
    this.at++;
    const mode = this.accept("?") ? "lazy" : this.accept("+") ? "possessive" : "greedy";
    return { min, max, mode };
  }

  /** `(?aim)` at the start of the pattern; null when what stands here is another construct. */
  private globalFlags(atStart: boolean, start: number): number | null {
    const match = /^\(\?([aiLmsux]+)\)/.exec(this.text.slice(start, start + 12).join(""));
    if (match === null) return null;
    if (!atStart) this.fail("global flags not at the start of the expression", start);
    this.at += match[0].length;
    let flags = 0;
    for (const letter of match[1] ?? "") flags |= FLAG_LETTERS[letter] ?? 0;
    this.flags |= flags;
    return flags;
  }

  private atom(flags: number): RegexNode | null {
    const start = this.at;
    const ch = this.text[this.at++] as string;
    const ascii = (flags & Flag.A) !== 0;
    switch (ch) {
      case ".":
        return { kind: "any", newline: (flags & Flag.S) !== 0 };
      case "^":
        return { kind: "at", where: flags & Flag.M ? "m^" : "^", ascii };
      case "$":
        return { kind: "at", where: flags & Flag.M ? "m$" : "$", ascii };
      case "[":
        return this.set(flags, start);
      case "(":
        return this.group(flags, start);
      case "\\":
        return this.escape(flags, start);
      default:
        return this.char(ch.codePointAt(0) ?? 0, flags);
    }
  }

  private char(code: number, flags: number): RegexNode {
    return { kind: "char", code, ignoreCase: (flags & Flag.I) !== 0, ascii: (flags & Flag.A) !== 0 };
  }

  private category(letter: string, flags: number): CharSet {
    const ascii = (flags & Flag.A) !== 0;
    return { kind: "set", negate: false, ranges: [], categories: [letter], ignoreCase: false, ascii };
  }

  private escape(flags: number, start: number): RegexNode {
    const ch = this.text[this.at++];
    if (ch === undefined) return this.fail("bad escape (end of pattern)", start);
    const ascii = (flags & Flag.A) !== 0;
    if ("dDsSwW".includes(ch)) return this.category(ch, flags);
    if (ch === "A" || ch === "Z" || ch === "b" || ch === "B") return { kind: "at", where: ch, ascii };
    if (ch >= "1" && ch <= "9") {
      const octal = /^[0-3][0-7]{2}$/.test(this.text.slice(this.at - 1, this.at + 2).join(""));
      if (octal) {
        this.at += 2;
        return this.char(Number.parseInt(this.text.slice(this.at - 3, this.at).join(""), 8), flags);
      }
      let digits = ch;
      if (/[0-9]/.test(this.peek() ?? "")) digits += this.text[this.at++];
      return this.backref(Number(digits), flags, start + 1);
    }
    return this.char(this.charEscape(ch, start, false), flags);
  }

  private backref(index: number, flags: number, position: number): RegexNode {
    if (index > this.groups) this.fail(`invalid group reference ${index}`, position);
    if (this.open.has(index)) this.fail("cannot refer to an open group", position - 1);
    return { kind: "backref", index, ignoreCase: (flags & Flag.I) !== 0 };
  }

  /** The code of a character escape whose letter `ch` was just read. */
  private charEscape(ch: string, start: number, inSet: boolean): number {
    if (ch === "x" || ch === "u" || ch === "U") {
      const size = ch === "x" ? 2 : ch === "u" ? 4 : 8;
      const digits = this.text.slice(this.at, this.at + size).join("");
      if (!new RegExp(`^[0-9a-fA-F]{${size}}$`).test(digits)) {
        const shown = /^[0-9a-fA-F]*/.exec(digits)?.[0] ?? "";
        this.fail(`incomplete escape \\${ch}${shown}`, start);
      }
      this.at += size;
      return Number.parseInt(digits, 16);
    }
    if (ch === "0" || (inSet && ch >= "0" && ch <= "7")) {
      const digits = /^[0-7]{1,3}/.exec(this.text.slice(this.at - 1, this.at + 2).join(""))?.[0] ?? "0";
      this.at += digits.length - 1;
      return Number.parseInt(digits, 8);
    }
    const known = ESCAPES[ch];
    if (known !== undefined) return known;
    if (/[A-Za-z0-9]/.test(ch)) this.fail(`bad escape \\${ch}`, start);
    return ch.codePointAt(0) ?? 0;
  }

  private set(flags: number, start: number): RegexNode {
    const negate = this.accept("^");
    const ranges: number[] = [];
    const categories: string[] = [];
    let first = true;
    for (;;) {
      const position = this.at;
      if (this.at >= this.text.length) this.fail("unterminated character set", start);
      if (!first && this.accept("]")) break;
      first = false;
      const low = this.setItem(start);
      if (this.peek() === "-" && this.text[this.at + 1] !== "]" && this.at + 1 < this.text.length) {
        this.at++;
        const high = this.setItem(start);
        if (typeof low === "string" || typeof high === "string" || high < low) {
          this.fail(`bad character range ${this.text.slice(position, this.at).join("")}`, position);
        }
        ranges.push(low, high);
      } else if (typeof low === "string") categories.push(low);
      else ranges.push(low, low);
    }
    return {
      kind: "set",
      negate,
      ranges,
      categories,
      ignoreCase: (flags & Flag.I) !== 0,
      ascii: (flags & Flag.A) !== 0,
    };
  }

  /** A code, or the letter of a category. */
  private setItem(setStart: number): number | string {
    const start = this.at;
    const ch = this.text[this.at++];
    if (ch === undefined) return this.fail("unterminated character set", setStart);
    if (ch !== "\\") return ch.codePointAt(0) ?? 0;
    const letter = this.text[this.at++];
    if (letter === undefined) return this.fail("bad escape (end of pattern)", start);
    return "dDsSwW".includes(letter) ? letter : this.charEscape(letter, start, true);
  }

  private close(start: number): void {
    if (!this.accept(")")) this.fail("missing ), unterminated subpattern", start);
  }

  private group(flags: number, start: number): RegexNode | null {
    if (!this.accept("?")) return this.capture(null, flags, start);
    const ch = this.text[this.at++];
    switch (ch) {
      case undefined:
        return this.fail("unexpected end of pattern", this.at - 1);
      case "P":
        return this.named(flags, start);
      case ":":
        return this.body(flags, start);
      case ">":
        return { kind: "atomic", body: this.body(flags, start) };
      case "#":
        while (this.at < this.text.length && this.text[this.at] !== ")") this.at++;
        if (!this.accept(")")) this.fail("missing ), unterminated comment", start);
        return null;
      case "=":
      case "!":
        return { kind: "look", behind: false, negate: ch === "!", body: this.body(flags, start) };
      case "<": {
        const sign = this.text[this.at++];
        if (sign === undefined) return this.fail("unexpected end of pattern", this.at - 1);
        if (sign !== "=" && sign !== "!") return this.fail(`unknown extension ?<${sign}`, start + 1);
        const body = this.body(flags, start);
        const [low, high] = widthOf(body, this.widths);
        if (low !== high) throw new RegexSyntaxError("look-behind requires fixed-width pattern", null);
        return { kind: "look", behind: true, negate: sign === "!", body };
      }
      case "(":
        return this.conditional(flags, start);
      default:
        this.at--;
        return this.scopedFlags(flags, start);
    }
  }

  private body(flags: number, start: number): RegexNode {
    const body = this.alternatives(flags);
    this.close(start);
    return body;
  }

  private capture(name: string | null, flags: number, start: number): RegexNode {
    const index = ++this.groups;
    if (name !== null) {
      const earlier = this.names.get(name);
      if (earlier !== undefined) {
        this.fail(`redefinition of group name '${name}' as group ${index}; was group ${earlier}`, start + 4);
      }
      this.names.set(name, index);
    }
    this.open.add(index);
    const body = this.body(flags, start);
    this.open.delete(index);
    this.widths.set(index, widthOf(body, this.widths));
    return { kind: "group", index, body };
  }

  private until(terminator: string, what: string): string {
    const from = this.at;
    while (this.at < this.text.length && this.text[this.at] !== terminator) this.at++;
    const name = this.text.slice(from, this.at).join("");
    if (!this.accept(terminator)) {
      this.fail(name === "" ? `missing ${what}` : `missing ${terminator}, unterminated name`, from);
    }
    if (name === "") this.fail(`missing ${what}`, from);
    return name;
  }

  private named(flags: number, start: number): RegexNode {
    const ch = this.text[this.at++];
    const from = this.at;
    if (ch === "<") {
      const name = this.until(">", "group name");
      if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) this.fail(`bad character in group name '${name}'`, from);
      return this.capture(name, flags, start);
    }
    if (ch === "=") {
      const name = this.until(")", "group name");
      const index = this.names.get(name);
      if (index === undefined) return this.fail(`unknown group name '${name}'`, from);
      return this.backref(index, flags, from);
    }
    if (ch === undefined) return this.fail("unexpected end of pattern", this.at - 1);
    return this.fail(`unknown extension ?P${ch}`, start + 1);
  }

  private conditional(flags: number, start: number): RegexNode {
    const from = this.at;
    const name = this.until(")", "group name");
    const index = /^\d+$/.test(name) ? Number(name) : this.names.get(name);
    if (index === undefined) return this.fail(`unknown group name '${name}'`, from);
    if (index === 0) return this.fail("bad group number", from);
    if (index > this.groups) return this.fail(`invalid group reference ${index}`, from);
    const yes = this.sequence(flags, false).node;
    const no = this.accept("|") ? this.sequence(flags, false).node : null;
    if (this.peek() === "|") this.fail("conditional backref with more than two branches", this.at);
    this.close(start);
    return { kind: "conditional", index, yes, no };
  }

  private scopedFlags(flags: number, start: number): RegexNode {
    let on = 0;
    let off = 0;
    let removing = false;
    for (;;) {
      const ch = this.text[this.at++];
      if (ch === undefined) return this.fail("missing -, : or )", this.at - 1);
      if (ch === ":") break;
      if (ch === "-" && !removing) {
        removing = true;
        continue;
      }
      const bit = FLAG_LETTERS[ch];
      if (bit === undefined) {
        if (on === 0 && !removing) this.fail(`unknown extension ?${ch}`, start + 1);
        return this.fail("unknown flag", this.at - 1);
      }
      if (removing) off |= bit;
      else on |= bit;
    }
    return this.body((flags | on) & ~off, start);
  }
}
