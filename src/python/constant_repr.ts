/** `repr()` of a code object's constants, for the disassembler. */

import type { CodeConstant } from "./code_object.ts";
import { constantRepr as literalRepr } from "./literal_repr.ts";

export function constantRepr(constant: CodeConstant): string {
  switch (constant.type) {
    case "tuple":
      return `(${constant.items.map(constantRepr).join(", ")}${constant.items.length === 1 ? "," : ""})`;
    case "frozenset":
      return constant.items.length === 0
        ? "frozenset()"
        : `frozenset({${constant.items.map(constantRepr).join(", ")}})`;
    case "code": {
      const { name, filename, firstlineno } = constant.value;
      return `<code object ${name}, file "${filename}", line ${firstlineno}>`;
    }
    default:
      return literalRepr(constant);
  }
}
