/** Recognises the replacement fields of a damaged f-string. */

import { SyntaxFault } from "./fault.ts";
import { fieldEnd } from "./string_scan.ts";
import { type LineToken, tokenize } from "./tokens.ts";

/** Calls `check` with the tokens of each field's expression; throws for a fault of the fields themselves. */
export function checkFields(text: string, literal: LineToken, check: (tokens: readonly LineToken[]) => void): void {
  const head = /^[a-z]*("""|'''|"|')/i.exec(literal.text);
  const quote = head?.[1];
  if (head === null || quote === undefined) return;
  const stop = literal.end - quote.length;
  const raw = /r/i.test(head[0]);
  let i = literal.start + head[0].length;
  while (i < stop) {
    const character = text[i];
    if (character === "\\" && !raw) {
      i += text.startsWith("N{", i + 1)
        ? Math.max(2, text.indexOf("}", i) - i)
        : /[{}]/.test(text.charAt(i + 1))
          ? 1
          : 2;
    } else if ((character === "{" || character === "}") && text[i + 1] === character) {
      i += 2;
    } else if (character === "}") {
      throw new SyntaxFault("f-string: single '}' is not allowed", i, i + 1);
    } else if (character === "{") {
      const end = fieldEnd(text, i, quote.charCodeAt(0), quote.length === 3, literal.start);
      checkField(text, i + 1, end - 1, check);
      i = end;
    } else {
      i++;
    }
  }
}

function checkField(text: string, start: number, end: number, check: (tokens: readonly LineToken[]) => void): void {
  const tokens = tokenize(text, start, end);
  let depth = 0;
  let stop = tokens.length - 1;
  for (const [i, token] of tokens.entries()) {
    if (token.type !== "op") continue;
    if ("([{".includes(token.text)) depth++;
    else if (")]}".includes(token.text)) depth--;
    else if (depth === 0 && (token.text === "!" || token.text === ":" || token.text === "=" || token.text === ":=")) {
      stop = i;
      break;
    }
  }
  const next = tokens[stop] as LineToken;
  const following = next.type === "end" ? "}" : next.text.charAt(0);
  if (stop === 0) {
    throw new SyntaxFault(`f-string: valid expression required before '${following}'`, next.start, next.start + 1);
  }
  if (next.text === "!") checkConversion(text, tokens, stop);
  check([...tokens.slice(0, stop), { type: "end", text: "", start: next.start, end: next.start + 1 }]);
}

function checkConversion(text: string, tokens: readonly LineToken[], at: number): void {
  const letter = tokens[at + 1];
  if (letter === undefined || letter.type !== "name") {
    const where = tokens[at] as LineToken;
    throw new SyntaxFault("f-string: missing conversion character", where.start, where.end);
  }
  if (!/^[sra]$/.test(letter.text)) {
    const message = `f-string: invalid conversion character '${text.slice(letter.start, letter.end)}': expected 's', 'r', or 'a'`;
    throw new SyntaxFault(message, letter.start, letter.end);
  }
}
