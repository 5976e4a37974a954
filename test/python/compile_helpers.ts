/** Compiles Python text in tests; every code object made is verified. */

import type { Position } from "../../src/python/ast.ts";
import type { CodeObject } from "../../src/python/code_object.ts";
import { CompileError } from "../../src/python/compile_error.ts";
import { compileModule } from "../../src/python/compiler/compile.ts";
import { verifyCode } from "../../src/python/compiler/verify.ts";
import { disassemble } from "../../src/python/disassembler.ts";
import { opcodeInfo } from "../../src/python/opcode.ts";
import { parsePython } from "../../src/python/parser/parser.ts";

export async function compile(source: string, file = "x.py"): Promise<CodeObject> {
  const { module, diagnostics } = parsePython(source, file);
  const [first] = diagnostics;
  if (first !== undefined) throw new Error(`${file}: ${first.message}`);
  const code = compileModule(module, file);
  verifyCode(code);
  return code;
}

/** The disassembly without the indentation that the line numbers' column makes. */
export async function dis(source: string): Promise<string> {
  return disassemble(await compile(source));
}

/** `message @ the text it points at`, as the parser or the compiler refuses `source`. */
export async function compileError(source: string): Promise<string> {
  const { module, diagnostics } = parsePython(source, "x.py");
  const [first] = diagnostics;
  if (first?.span)
    return describeError(
      first.message,
      { ...first.span, column: first.span.column - 1, endColumn: first.span.endColumn - 1 },
      source,
    );
  try {
    compileModule(module, "x.py");
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return describeError(error.message, error.position, source);
  }
  return "compiles";
}

function describeError(message: string, { line, column, endLine, endColumn }: Position, source: string): string {
  const text = source.split("\n")[line - 1] ?? "";
  return `${message} @ ${text.slice(column, endLine === line ? endColumn : undefined)}`;
}

/** The code object of the function, class or comprehension named `name`, at any depth. */
export function inner(code: CodeObject, name: string): CodeObject {
  const found = find(code, name);
  if (found === null) throw new Error(`no code object ${name}`);
  return found;
}

function find(code: CodeObject, name: string): CodeObject | null {
  if (code.name === name) return code;
  for (const constant of code.consts) {
    const found = constant.type === "code" ? find(constant.value, name) : null;
    if (found !== null) return found;
  }
  return null;
}

/** One line an instruction: its name and the source text that it stands for. */
export function underlined(code: CodeObject, source: string): string[] {
  const lines = source.split("\n");
  const out: string[] = [];
  for (let i = 0; i < code.code.length / 2; i++) {
    const [line = 0, endLine = 0, column = 0, endColumn = 0] = code.positions.slice(i * 4, i * 4 + 4);
    const text = lines[line - 1]?.slice(column, line === endLine ? endColumn : undefined) ?? "";
    out.push(`${opcodeInfo(code.code[i * 2] ?? -1).name}: ${text}`);
  }
  return out;
}
