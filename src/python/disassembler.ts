/** Prints bytecode as CPython 3.12's `dis` module does; offsets are those of two-byte instructions, without addresses. */

import type { CodeObject } from "./code_object.ts";
import { constantRepr } from "./constant_repr.ts";
import {
  BINARY_OPS,
  COMPARE_OPS,
  INTRINSIC1_NAMES,
  INTRINSIC2_NAMES,
  type Intrinsic1,
  type Intrinsic2,
  opcodeInfo,
} from "./opcode.ts";

const OPNAME_WIDTH = 20;
const OPARG_WIDTH = 5;

/** The text of `code` and of the code objects among its constants. */
export function disassemble(code: CodeObject): string {
  const parts = [disassembleOne(code)];
  for (const constant of code.consts) {
    if (constant.type === "code")
      parts.push(`Disassembly of ${constantRepr(constant)}:\n${disassemble(constant.value)}`);
  }
  return parts.join("\n");
}

function disassembleOne(code: CodeObject): string {
  const count = code.code.length / 2;
  const targets = jumpTargets(code);
  const lines: string[] = [];
  const lineWidth = Math.max(3, String(maxLine(code)).length);
  const offsetWidth = Math.max(4, String(count * 2).length);
  let lastLine = -1;
  for (let i = 0; i < count; i++) {
    const line = code.positions[i * 4] ?? 0;
    const starts = line !== lastLine;
    // Between lines stands an empty one.
    if (starts && i > 0) lines.push("");
    const fields = [
      (starts ? String(line) : "").padStart(lineWidth),
      "   ",
      targets.has(i) ? ">>" : "  ",
      String(i * 2).padStart(offsetWidth),
      instruction(code, i),
    ];
    lines.push(fields.join(" ").trimEnd());
    lastLine = line;
  }
  if (code.exceptiontable.length > 0) {
    lines.push("ExceptionTable:");
    for (const { start, end, target, depth, lasti } of code.exceptiontable) {
      lines.push(`  ${start * 2} to ${end * 2 - 2} -> ${target * 2} [${depth}]${lasti ? " lasti" : ""}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function instruction(code: CodeObject, i: number): string {
  const info = opcodeInfo(code.code[i * 2] ?? -1);
  const name = info.name.padEnd(OPNAME_WIDTH);
  if (info.oparg === "none") return name;
  const oparg = code.code[i * 2 + 1] ?? 0;
  const meaning = operand(code, i, oparg);
  return `${name} ${String(oparg).padStart(OPARG_WIDTH)}${meaning === "" ? "" : ` (${meaning})`}`;
}

const FUNCTION_FLAGS = ["defaults", "kwdefaults", "annotations", "closure"];
const CONVERSIONS = ["", "str", "repr", "ascii"];

/** What the oparg stands for. */
function operand(code: CodeObject, i: number, oparg: number): string {
  const info = opcodeInfo(code.code[i * 2] ?? -1);
  switch (info.oparg) {
    case "const": {
      const constant = code.consts[oparg];
      return constant === undefined ? "?" : constantRepr(constant);
    }
    case "name":
      return code.names[oparg] ?? "?";
    case "global":
      return (oparg & 1 ? "NULL + " : "") + (code.names[oparg >> 1] ?? "?");
    case "attr":
      return (oparg & 1 ? "NULL|self + " : "") + (code.names[oparg >> 1] ?? "?");
    case "superattr":
      return (oparg & 1 ? "NULL|self + " : "") + (code.names[oparg >> 2] ?? "?");
    case "local":
      return code.localsplusnames[oparg] ?? "?";
    case "jump":
      return `to ${oparg * 2}`;
    case "binary":
      return BINARY_OPS[oparg] ?? "?";
    case "compare":
      return COMPARE_OPS[oparg >> 4] ?? "?";
    case "intrinsic1":
      return INTRINSIC1_NAMES[oparg as Intrinsic1];
    case "intrinsic2":
      return INTRINSIC2_NAMES[oparg as Intrinsic2];
    case "function":
      return FUNCTION_FLAGS.filter((_, bit) => oparg & (1 << bit)).join(", ");
    case "format":
      return [CONVERSIONS[oparg & 3], oparg & 4 ? "with format" : ""].filter((t) => t !== "").join(", ");
    default:
      return "";
  }
}

function jumpTargets(code: CodeObject): ReadonlySet<number> {
  const targets = new Set<number>();
  for (let i = 0; i < code.code.length; i += 2) {
    if (opcodeInfo(code.code[i] ?? -1).oparg === "jump") targets.add(code.code[i + 1] ?? 0);
  }
  for (const { target } of code.exceptiontable) targets.add(target);
  return targets;
}

function maxLine(code: CodeObject): number {
  let max = 0;
  for (let i = 0; i < code.positions.length; i += 4) max = Math.max(max, code.positions[i] ?? 0);
  return max;
}
