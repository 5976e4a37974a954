/** `_ast`: what the `ast` module (written in Python) needs of the parser, the compiler and the printer of trees. */

import type { Expr, Module, Stmt } from "../../../python/ast.ts";
import { unparse } from "../../../python/unparse.ts";
import { unparseStatements } from "../../../python/unparse_statement.ts";
import { type Evaluator, evaluator } from "../../eval/state.ts";
import { syntaxError } from "../../importer/importer.ts";
import { nativeModule } from "../../importer/native_module.ts";
import type { Interpreter } from "../../interpreter.ts";
import { PyDict } from "../../objects/dict.ts";
import { TypeErrorType } from "../../objects/exception_types.ts";
import { fn } from "../../objects/native.ts";
import type { PyObject, PyValue } from "../../objects/object.ts";
import { asBytesLike, asStr } from "../../objects/unbox.ts";
import { raise, raiseException } from "../../protocols/errors.ts";
import { typeOf } from "../../protocols/type_of.ts";
import { perInterpreter } from "../native_class.ts";
import { buildModule, classesIn, type NodeClasses } from "./build_nodes.ts";
import { readNode } from "./read_nodes.ts";

const sharedInstances = perInterpreter("shared nodes", () => new Map());

function parse(vm: Evaluator, text: string, filename: string, isExpression: boolean): Module {
  const module = vm.parseSource(text);
  if (module !== null && !(isExpression && !(module.body.length === 1 && module.body[0]?.kind === "Expr")))
    return module;
  const fault = vm.compileSource(text, filename, isExpression ? "eval" : "exec");
  if (!("message" in fault)) throw new Error("text that does not parse compiles");
  return raiseException(vm, syntaxError(fault, filename, text));
}

function namespaceOf(vm: Interpreter, value: PyValue): NodeClasses {
  if (!(value instanceof PyDict)) return raise(vm, TypeErrorType, "the namespace of the ast module is required");
  return classesIn(value.attrMap);
}

export const astNativeModule = nativeModule("_ast", () => ({
  parse: fn("parse(source, filename, mode, namespace, /)", (interpreter: Interpreter, ...args: PyValue[]) => {
    const vm = evaluator(interpreter);
    const [source = null, filename = null, mode = null, namespace = null] = args;
    const bytes = asBytesLike(source);
    const text = bytes === undefined ? asStr(source) : new TextDecoder("utf-8").decode(bytes);
    if (text === undefined)
      return raise(
        vm,
        TypeErrorType,
        `compile() arg 1 must be a string, bytes or AST object, not ${typeOf(source).name}`,
      );
    const isExpression = asStr(mode) === "eval";
    const module = parse(
      vm,
      isExpression ? text.replace(/^[ \t]+/, "") : text,
      asStr(filename) ?? "<unknown>",
      isExpression,
    );
    const shared = sharedInstances(vm) as Map<never, PyObject>;
    return buildModule(module, { classes: namespaceOf(vm, namespace), lines: text.split(/\r\n|\r|\n/), shared });
  }),
  unparse: fn("unparse(node, base, namespace, /)", (vm: Interpreter, node: PyValue, base: PyValue, names: PyValue) => {
    const kind = asStr(base) ?? "";
    const read = readNode({ vm, classes: namespaceOf(vm, names) }, node, kind) as unknown;
    if (kind === "expr") return unparse(read as Expr);
    if (kind === "stmt") return unparseStatements([read as Stmt]);
    return unparseStatements((read as Module).body);
  }),
}));
