/** Cuts a file's text into its top-level statements without parsing it: what is never asked for is never parsed. */

export interface StatementText {
  readonly start: number;
  readonly end: number;
  /** Of the first character, from 1. */
  readonly line: number;
  /** `=` signs outside of brackets on the first logical line: one in `a = b`, two in `a = b = c`. */
  readonly equals: number;
  /** Whether a `;` joins several statements. */
  readonly joined: boolean;
}

const TOKEN = /"""|'''|["'#()[\]{}\\\n=;]/g;
const STRING_END: Readonly<Record<string, RegExp>> = {
  '"': /\\[\s\S]|"|\n/g,
  "'": /\\[\s\S]|'|\n/g,
  '"""': /\\[\s\S]|"""/g,
  "'''": /\\[\s\S]|'''/g,
};
const CONTINUES = /(?:else|elif|except|finally)\b/y;

interface Open {
  readonly start: number;
  readonly line: number;
  equals: number;
  joined: boolean;
  /** Only decorators so far. */
  decorated: boolean;
  /** Still on the first logical line. */
  header: boolean;
}

/** A string that does not end, or a bracket that does not close, leaves the rest of the file in one statement. */
export function splitStatements(text: string): StatementText[] {
  const out: StatementText[] = [];
  let line = 1;
  let counted = 0;
  let depth = 0;
  let current: Open | null = null as Open | null;

  const lineAt = (offset: number) => {
    for (let at = text.indexOf("\n", counted); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) {
      line++;
      counted = at + 1;
    }
    return line;
  };
  const close = (end: number) => {
    if (current === null) return;
    const { start, line: first, equals, joined } = current;
    out.push({ start, end, line: first, equals, joined });
    current = null;
  };
  /** At the beginning of a line, outside of brackets and strings. */
  const beginLine = (at: number) => {
    const c = text[at];
    if (c === undefined || c === "\n" || c === "\r" || c === "#" || c === " " || c === "\t" || c === "\f") return;
    CONTINUES.lastIndex = at;
    if (current !== null && (current.decorated || CONTINUES.test(text))) {
      current.decorated = c === "@";
      return;
    }
    close(at);
    current = { start: at, line: lineAt(at), equals: 0, joined: false, decorated: c === "@", header: true };
  };

  beginLine(0);
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const token = match[0];
    const at = match.index;
    switch (token) {
      case "#": {
        const end = text.indexOf("\n", at);
        TOKEN.lastIndex = end < 0 ? text.length : end;
        break;
      }
      case "(":
      case "[":
      case "{":
        depth++;
        break;
      case ")":
      case "]":
      case "}":
        depth = Math.max(0, depth - 1);
        break;
      case "\\":
        // A continued line goes on with the statement.
        TOKEN.lastIndex = at + (text.startsWith("\r\n", at + 1) ? 3 : 2);
        break;
      case "\n":
        if (depth > 0) break;
        if (current !== null && !current.decorated) current.header = false;
        beginLine(at + 1);
        break;
      case "=":
        if (text[at + 1] === "=") TOKEN.lastIndex = at + 2;
        else if (depth === 0 && current?.header === true && !"!<>:+-*/%&|^@".includes(text[at - 1] ?? " "))
          current.equals++;
        break;
      case ";":
        if (depth === 0 && current !== null) current.joined = true;
        break;
      default: {
        const end = STRING_END[token] as RegExp;
        end.lastIndex = at + token.length;
        for (let m = end.exec(text); ; m = end.exec(text)) {
          if (m === null) {
            TOKEN.lastIndex = text.length;
            break;
          }
          if (m[0][0] === "\\") continue;
          TOKEN.lastIndex = m[0] === "\n" ? m.index : m.index + m[0].length;
          break;
        }
      }
    }
  }
  close(text.length);
  return out;
}
