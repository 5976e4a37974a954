/** `keyword`. */

import { nativeModule } from "../importer/native_module.ts";
import type { Interpreter } from "../interpreter.ts";
import { PyList } from "../objects/list.ts";
import { fn } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";

export const KEYWORDS: readonly string[] = [
  "False",
  "None",
  "True",
  "and",
  "as",
  "assert",
  "async",
  "await",
  "break",
  "class",
  "continue",
  "def",
  "del",
  "elif",
  "else",
  "except",
  "finally",
  "for",
  "from",
  "global",
  "if",
  "import",
  "in",
  "is",
  "lambda",
  "nonlocal",
  "not",
  "or",
  "pass",
  "raise",
  "return",
  "try",
  "while",
  "with",
  "yield",
];
const SOFT_KEYWORDS = ["_", "case", "match", "type"];

const member = (name: string, words: readonly string[]) =>
  fn(`${name}(s, /)`, (_vm: Interpreter, s: PyValue) => typeof s === "string" && words.includes(s));

export const keywordModule = nativeModule("keyword", () => ({
  kwlist: new PyList([...KEYWORDS]),
  softkwlist: new PyList([...SOFT_KEYWORDS]),
  iskeyword: member("iskeyword", KEYWORDS),
  issoftkeyword: member("issoftkeyword", SOFT_KEYWORDS),
}));
