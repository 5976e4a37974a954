/** Creates an interpreter: the evaluator's state, its budgets, and the entry points for running a program. */

import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span, StackFrame } from "../../diagnostics/span.ts";
import type { Host } from "../../host.ts";
import type { ParseSource } from "../../python/carets.ts";
import { type CodeCache, createCodeCache } from "../importer/code_cache.ts";
import { compileFile, createImporter, type Importer, newModule, runModule } from "../importer/importer.ts";
import type { Library } from "../importer/library.ts";
import type { NativeModule } from "../importer/native_module.ts";
import type { Interpreter } from "../interpreter.ts";
import { BudgetExceeded, type PyException, PyRaise } from "../objects/exception.ts";
import { exceptionDetails } from "../objects/exception_details.ts";
import { MemoryErrorType, SystemExitType, TypeErrorType } from "../objects/exception_types.ts";
import { PyModule } from "../objects/module.ts";
import type { Kwargs } from "../objects/native.ts";
import type { Attrs, PyObject, PyValue } from "../objects/object.ts";
import { str } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { callValue } from "./call_value.ts";
import { evaluationBuiltins } from "./evaluation_builtins.ts";
import type { Frame } from "./frame.ts";
import type { CompileSource, Evaluator, IndexSource } from "./state.ts";
import "./structural/index.ts";
import { diagnosticFromException, tracebackText } from "./traceback_text.ts";

export interface Budget {
  /** Instructions, roughly. */
  readonly steps: number;
  readonly bytes: number;
  /** Nested Python calls (`sys.getrecursionlimit`). */
  readonly recursion: number;
}

export const DEFAULT_BUDGET: Budget = { steps: 50_000_000, bytes: 1 << 30, recursion: 1000 };

export interface InterpreterOptions {
  readonly host: Host;
  /** Whether `open` reads files; no by default. */
  readonly opensFiles?: boolean;
  /** Parsing and compiling, as one function: code, or what is wrong with the text. */
  readonly compileSource: CompileSource;
  /** For evaluating installed libraries name by name. */
  readonly indexSource?: IndexSource;
  /** The syntax tree of a piece of text: where tracebacks put their carets. */
  readonly parseSource: ParseSource;
  readonly libraries?: readonly Library[];
  /** The builtins module's namespace. */
  readonly createBuiltins: (vm: Interpreter) => Attrs;
  readonly modules?: readonly NativeModule[];
  /** `sys.path`. */
  readonly path?: readonly string[];
  readonly argv?: readonly string[];
  /** `__package__` of the main module, as under `python -m`; relative imports start there. */
  readonly mainPackage?: string | null;
  readonly stdout?: (text: string) => void;
  readonly stderr?: (text: string) => void;
  readonly budget?: Partial<Budget>;
  /** Asked every few thousand steps. */
  readonly isCancelled?: () => boolean;
  /** Compiled modules that several interpreters share. */
  readonly codeCache?: CodeCache;
}

export interface RunResult {
  /** As the process would exit: 0, 1 for an uncaught exception, SystemExit's code. */
  readonly exitCode: number;
  readonly diagnostics: readonly Diagnostic[];
  /** What Python prints on standard error for an uncaught exception; null when there was none. */
  readonly traceback: string | null;
}

/** How many steps pass between two looks at the clock and the cancellation. */
const CHECK_INTERVAL = 4096;

class FrameInterpreter implements Evaluator {
  readonly host: Host;
  readonly opensFiles: boolean;
  readonly modules = new Map<string, PyValue>();
  readonly builtins: Attrs;
  readonly path: string[];
  readonly argv: readonly string[];
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly extensions = new Map<symbol, unknown>();
  readonly importer: Importer;
  readonly compileSource: CompileSource;
  readonly indexSource: IndexSource | null;
  readonly parseSource: ParseSource;
  readonly codeCache: CodeCache;
  readonly reportedModules = new Set<string>();
  readonly diagnostics: Diagnostic[] = [];
  frame: Frame | null = null;
  depth = 0;
  recursionLimit: number;
  steps = 0;
  nextCheck = CHECK_INTERVAL;
  private bytes = 0;
  private traceback: string | null = null;
  private readonly budget: Budget;
  private readonly mainPackage: string | null;
  private readonly isCancelled: () => boolean;

  constructor(options: InterpreterOptions) {
    this.host = options.host;
    this.opensFiles = options.opensFiles ?? false;
    this.compileSource = options.compileSource;
    this.indexSource = options.indexSource ?? null;
    this.parseSource = options.parseSource;
    this.path = [...(options.path ?? [])];
    this.argv = options.argv ?? [];
    this.mainPackage = options.mainPackage ?? null;
    this.stdout = options.stdout ?? (() => {});
    this.stderr = options.stderr ?? (() => {});
    this.budget = { ...DEFAULT_BUDGET, ...options.budget };
    this.recursionLimit = this.budget.recursion;
    this.isCancelled = options.isCancelled ?? (() => false);
    this.codeCache = options.codeCache ?? createCodeCache();
    this.importer = createImporter(options.modules ?? [], this.codeCache, options.libraries ?? []);
    this.builtins = new Map();
    for (const [name, value] of options.createBuiltins(this)) this.builtins.set(name, value);
    for (const native of evaluationBuiltins) this.builtins.set(native.name, native);
    this.modules.set("builtins", new PyModule("builtins", this.builtins));
  }

  call(callee: PyValue, args: readonly PyValue[], kwargs: Kwargs | null = null): PyValue {
    return callValue(this, callee, args, kwargs === null || kwargs.size === 0 ? null : kwargs);
  }

  isNativeModule(name: string): boolean {
    return this.importer.isNative(name);
  }

  importModule(name: string): PyValue {
    return this.importer.load(this, name);
  }

  handledException(): PyException | null {
    for (let frame = this.frame; frame !== null; frame = frame.back) if (frame.handled !== null) return frame.handled;
    return null;
  }

  currentFrame(depth = 0): PyObject | null {
    let frame = this.frame;
    for (let i = 0; i < depth && frame !== null; i++) frame = frame.back;
    return frame;
  }

  currentSpan(): Span | null {
    return this.frame === null ? null : this.frame.spanAt(Math.max(0, this.frame.ip));
  }

  stack(): readonly StackFrame[] {
    const out: StackFrame[] = [];
    for (let frame = this.frame; frame !== null; frame = frame.back)
      out.push({ span: frame.spanAt(Math.max(0, frame.ip)), name: frame.code.source.qualname });
    return out;
  }

  report(diagnostic: Diagnostic): void {
    this.diagnostics.push(diagnostic);
  }

  charge(steps: number): void {
    this.steps += steps;
    if (this.steps > this.nextCheck) this.checkBudget();
  }

  chargeMemory(bytes: number): void {
    if (bytes > this.budget.bytes) raise(this, MemoryErrorType, "");
    this.bytes += bytes;
    if (this.bytes > this.budget.bytes)
      throw new BudgetExceeded(
        "memory",
        `The program needs more memory than the analysis allows (${Math.round(this.budget.bytes / 2 ** 20)} MiB).`,
        this.currentSpan(),
      );
  }

  checkBudget(): void {
    this.nextCheck = this.steps + CHECK_INTERVAL;
    if (this.steps > this.budget.steps)
      throw new BudgetExceeded(
        "steps",
        `The program ran more than ${this.budget.steps} steps without coming to an end.`,
        this.currentSpan(),
      );
    if (this.isCancelled()) throw new BudgetExceeded("cancelled", "The evaluation was cancelled.", this.currentSpan());
  }

  /** Evaluates a file as `__main__`. */
  runMain(path: string): RunResult {
    const module = newModule(this, "__main__", path, null);
    module.attrs.set("__package__", this.mainPackage);
    module.attrs.set("__spec__", null);
    this.modules.set("__main__", module);
    const exitCode = this.guarded(() => runModule(this, module, compileFile(this, this.codeCache, path)));
    return { exitCode, diagnostics: this.diagnostics, traceback: this.traceback };
  }

  /** Runs `action`; what it throws becomes diagnostics and an exit code. */
  guarded(action: () => void): number {
    try {
      action();
      return 0;
    } catch (e) {
      if (e instanceof BudgetExceeded) {
        this.report({ ruleId: "DYN1005", level: "error", message: e.message, span: e.span });
        return 1;
      }
      if (!(e instanceof PyRaise)) throw e;
      this.frame = null;
      this.depth = 0;
      if (e.value.type.isSubtypeOf(SystemExitType)) return this.systemExit(e.value);
      this.traceback = tracebackText(this, e.value);
      if (!exceptionDetails(e.value).reported) this.report(this.uncaught(e.value));
      return 1;
    }
  }

  /** Where files are not opened, what ends the program for the lack of a known value is no mistake in it. */
  private uncaught(exc: PyException): Diagnostic {
    const found = diagnosticFromException(this, exc);
    const unknown = exc.type.isSubtypeOf(TypeErrorType) && /\bUnknown\b/.test(found.message);
    if (this.opensFiles || !unknown) return found;
    const message = `The analysis ends here, where a value is needed that it can't know (${found.message}).`;
    return { ...found, ruleId: "DYN1006", level: "note", message };
  }

  private systemExit(exc: PyException): number {
    const code = exc.args.items[0] ?? null;
    if (code === null) return 0;
    if (typeof code === "number") return code & 0xff;
    if (typeof code === "boolean") return Number(code);
    this.stderr(`${str(this, code)}\n`);
    return 1;
  }
}

export type { FrameInterpreter };

export function createInterpreter(options: InterpreterOptions): FrameInterpreter {
  return new FrameInterpreter(options);
}
