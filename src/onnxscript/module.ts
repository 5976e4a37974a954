/** The `onnxscript` package as programs import it. */

import { lazy, type NativeModule, nativeModule } from "../dynamo/importer/native_module.ts";
import type { Interpreter } from "../dynamo/interpreter.ts";
import { TypeErrorType, ValueErrorType } from "../dynamo/objects/exception_types.ts";
import { PyFunction } from "../dynamo/objects/function.ts";
import { defineGetSet, defineMethods, fn } from "../dynamo/objects/native.ts";
import type { PyValue } from "../dynamo/objects/object.ts";
import { index, repr } from "../dynamo/protocols/convert.ts";
import { raise, raiseAttributeError } from "../dynamo/protocols/errors.ts";
import type { FunctionDef, Stmt } from "../python/ast.ts";
import { annotations } from "./annotations.ts";
import { evaluateConstant, outerName } from "./evaluate.ts";
import { ONNXSCRIPT_PARSER, type ScriptParser } from "./parser.ts";
import { type ScriptContext, TranslationError } from "./script_context.ts";
import { onnxFunctionType, opsetType, PyOnnxFunction, PyOp, PyOpset } from "./script_function.ts";
import "./tracing.ts";
import { translateFunction } from "./translate.ts";

const DEFAULT_OPSET = 18;

defineMethods(opsetType, {
  "__init__(self, domain, version)": (vm, self: PyOpset, domain: PyValue, version: PyValue) => {
    self.domain = String(domain);
    self.version = Number(index(vm, version));
    return null;
  },
  "__getattr__(self, name)": (vm, self: PyOpset, name: string) =>
    /^[A-Z]/.test(name) || self.domain !== ""
      ? new PyOp(self, name)
      : raiseAttributeError(vm, self, name, `${self.domain || "ai.onnx"} has no operator ${name}`),
  "__repr__(self)": (_vm, self: PyOpset) => `Opset(${JSON.stringify(self.domain)}, ${self.version})`,
});
defineGetSet(opsetType, {
  domain: { get: (_vm, self) => (self as PyOpset).domain },
  version: { get: (_vm, self) => (self as PyOpset).version },
});
defineGetSet(onnxFunctionType, {
  name: { get: (_vm, self) => (self as PyOnnxFunction).script.def.name },
  __name__: { get: (_vm, self) => (self as PyOnnxFunction).script.def.name },
  opset: { get: (_vm, self) => new PyOpset((self as PyOnnxFunction).script.def.domain, 1) },
  function: { get: (_vm, self) => (self as PyOnnxFunction).python },
});

function opsets(): Record<string, PyValue> {
  const made: Record<string, PyValue> = {};
  for (let version = 1; version <= 23; version++) made[`opset${version}`] = new PyOpset("", version);
  for (let version = 1; version <= 5; version++)
    made[`opset_ai_onnx_ml${version}`] = new PyOpset("ai.onnx.ml", version);
  return made;
}

/** `@script()`, `@script(opset)`, `@script(default_opset=opset18)`. */
const script = fn(
  "script(opset=None, default_opset=None, **kwargs)",
  (_vm: Interpreter, opset: PyValue, given: PyValue) =>
    fn("transform(f, /)", (vm: Interpreter, f: PyValue) => scripted(vm, f, opset, given)),
);

function scripted(vm: Interpreter, f: PyValue, opset: PyValue, given: PyValue): PyValue {
  if (!(f instanceof PyFunction)) return raise(vm, TypeErrorType, `script() decorates a function, not ${repr(vm, f)}`);
  const syntax = syntaxOf(vm, f);
  const lookup = (name: string) => outerName(vm, f, name);
  const context: ScriptContext = {
    domain: opset instanceof PyOpset ? opset.domain : "this",
    version: opset instanceof PyOpset ? opset.version : 1,
    opset: given instanceof PyOpset ? given.version : firstOpset(syntax, lookup),
    lookup,
    evaluate: (expr) => evaluateConstant(vm, expr, lookup),
  };
  try {
    return new PyOnnxFunction(translateFunction(syntax, context), f);
  } catch (error) {
    if (!(error instanceof TranslationError)) throw error;
    const { line, column, endLine, endColumn } = error.pos;
    const span = { file: f.code.source.filename, line, column: column + 1, endLine, endColumn: endColumn + 1 };
    return raise(vm, ValueErrorType, `${f.name}: ${error.message}`, { ruleId: "DYN1004", span });
  }
}

/** The first `opsetN.Op` in the function says the version of all. */
function firstOpset(syntax: FunctionDef, lookup: (name: string) => PyValue | undefined): number {
  let found: number | null = null;
  const visit = (part: unknown): void => {
    if (found !== null || typeof part !== "object" || part === null) return;
    if (Array.isArray(part)) {
      part.forEach(visit);
      return;
    }
    if ("kind" in part && part.kind === "Name" && "id" in part) {
      const value = lookup(String(part.id));
      if (value instanceof PyOpset && value.domain === "") found = value.version;
      if (value instanceof PyOnnxFunction) found ??= value.script.def.opsetImports.get("") ?? null;
    }
    Object.values(part).forEach(visit);
  };
  visit(syntax.body);
  return found ?? DEFAULT_OPSET;
}

/** The definition in the source of the function's file. */
function syntaxOf(vm: Interpreter, f: PyFunction): FunctionDef {
  const { filename, firstlineno } = f.code.source;
  const parse = vm.extensions.get(ONNXSCRIPT_PARSER) as ScriptParser | undefined;
  const text = vm.host.readText(filename);
  if (parse === undefined || text === null) {
    return raise(vm, ValueErrorType, `the source of ${f.name} can't be read, so that it can't be translated`);
  }
  const find = (body: readonly Stmt[]): FunctionDef | undefined => {
    for (const stmt of body) {
      if (stmt.kind === "FunctionDef" && stmt.name === f.name) {
        const first = Math.min(stmt.pos.line, ...stmt.decoratorList.map((d) => d.pos.line));
        if (firstlineno >= first && firstlineno <= stmt.namePos.line) return stmt;
      }
      for (const key of ["body", "orelse", "finalbody"] as const) {
        const inner = key in stmt ? (stmt as unknown as Record<string, unknown>)[key] : undefined;
        const found = Array.isArray(inner) ? find(inner as readonly Stmt[]) : undefined;
        if (found !== undefined) return found;
      }
    }
    return undefined;
  };
  return find(parse(text, filename).body) ?? raise(vm, ValueErrorType, `the definition of ${f.name} was not found`);
}

export function onnxScriptModules(): readonly NativeModule[] {
  return [
    nativeModule("onnxscript", (vm) => ({
      ...opsets(),
      ...annotations(),
      script,
      graph: fn("graph()", () => fn("transform(f, /)", (_v: Interpreter, f: PyValue) => f)),
      OnnxFunction: onnxFunctionType,
      values: lazy(() => vm.importModule("onnxscript.values")),
      onnx_opset: lazy(() => vm.importModule("onnxscript.onnx_opset")),
      onnx_types: lazy(() => vm.importModule("onnxscript.onnx_types")),
      ir: lazy(() => vm.importModule("onnxscript.ir")),
    })),
    nativeModule("onnxscript.values", () => ({ Opset: opsetType, OnnxFunction: onnxFunctionType })),
    nativeModule("onnxscript.onnx_opset", () => opsets()),
    nativeModule("onnxscript.onnx_types", () => annotations()),
  ];
}
