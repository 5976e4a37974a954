/** One code object under construction: its scope, slots, names, constants, instructions and open blocks. */

import type { Position, Stmt } from "../ast.ts";
import type { CodeConstant } from "../code_object.ts";
import { CompileError } from "../compile_error.ts";
import type { DeferredBodies } from "../deferred_code.ts";
import { Opcode } from "../opcode.ts";
import { mangle } from "../symtable/mangle.ts";
import { Binding, type Scope, type SymbolTable, Use } from "../symtable/scope.ts";
import { ConstantPool, NONE } from "./constant_pool.ts";
import { InstructionStream, type Label, Pseudo } from "./instruction_stream.ts";

/** What `break`, `continue` and `return` have to leave on their way out. */
export type FrameBlock =
  | { readonly kind: "while"; readonly start: Label; readonly exit: Label }
  | { readonly kind: "for"; readonly start: Label; readonly exit: Label }
  | { readonly kind: "try" | "exceptionHandler" | "groupHandler" | "popValue" | "finallyEnd" }
  | { readonly kind: "finallyTry"; readonly body: readonly Stmt[] }
  | { readonly kind: "with" | "asyncWith"; readonly pos: Position }
  | { readonly kind: "handlerCleanup"; readonly name: string | null };

export interface Compilation {
  readonly table: SymbolTable;
  readonly filename: string;
  /** Functions whose bodies are not in the tree. */
  readonly deferred: DeferredBodies | null;
}

export class Unit {
  readonly compilation: Compilation;
  readonly parent: Unit | null;
  /** The scope whose code is emitted now: the unit's own or that of an inlined comprehension. */
  scope: Scope;
  readonly ownScope: Scope;
  readonly name: string;
  readonly qualname: string;
  readonly firstlineno: number;
  readonly stream = new InstructionStream();
  readonly constants = new ConstantPool();
  readonly names: string[] = [];
  private readonly nameIndices = new Map<string, number>();
  /** Slots of the unit's own variables by name. */
  readonly slots = new Map<string, number>();
  readonly localsplusnames: string[] = [];
  /** Slots of inlined comprehensions' variables, where they can't share the unit's slot of the same name. */
  readonly comprehensionSlots = new Map<Scope, Map<string, number>>();
  readonly nlocals: number;
  readonly cellvars: string[];
  readonly freevars: string[];
  readonly blocks: FrameBlock[] = [];
  argcount = 0;
  posonlyargcount = 0;
  kwonlyargcount = 0;
  flags = 0;
  docstring: string | null = null;

  /** Statements are as typed at the prompt: the values of expressions are shown. */
  interactive = false;

  constructor(compilation: Compilation, parent: Unit | null, scope: Scope, name: string, firstlineno: number) {
    this.compilation = compilation;
    this.parent = parent;
    this.scope = scope;
    this.ownScope = scope;
    this.name = name;
    this.qualname = qualifiedName(parent, scope, name);
    this.firstlineno = firstlineno;
    this.freevars = [...scope.freevars].sort();
    this.cellvars = [...scope.cellvars].sort();
    this.nlocals = this.layOutSlots();
  }

  emit(opcode: Opcode, oparg: number, pos: Position): void {
    this.stream.emit(opcode, oparg, pos);
  }

  emitConst(constant: CodeConstant, pos: Position): void {
    this.stream.emit(Opcode.LOAD_CONST, this.constants.index(constant), pos);
  }

  emitNone(pos: Position): void {
    this.emitConst(NONE, pos);
  }

  jump(label: Label, pos: Position): void {
    this.stream.emit(Pseudo.JUMP, label, pos);
  }

  newLabel(): Label {
    return this.stream.newLabel();
  }

  place(label: Label, pos: Position): void {
    this.stream.place(label, pos);
  }

  nameIndex(name: string): number {
    const known = this.nameIndices.get(name);
    if (known !== undefined) return known;
    const index = this.names.push(name) - 1;
    this.nameIndices.set(name, index);
    return index;
  }

  mangle(name: string): string {
    return mangle(this.scope.className, name);
  }

  error(message: string, pos: Position): CompileError {
    return new CompileError(message, pos);
  }

  /** The scope of a node that opens one. */
  scopeOf(node: object): Scope {
    const scope = this.compilation.table.scopes.get(node);
    if (scope === undefined) throw new Error("a node without its scope");
    return scope;
  }

  /** Where `name` (mangled) is found from the present scope: its binding, and its slot when it has one. */
  lookUp(name: string): { readonly binding: Binding; readonly slot: number } {
    let scope = this.scope;
    while (scope.inlined && scope !== this.ownScope) {
      const symbol = scope.symbols.get(name);
      if (symbol !== undefined && symbol.binding !== Binding.FREE && symbol.flags & (Use.BOUND | Use.GLOBAL)) {
        if (symbol.binding === Binding.GLOBAL_EXPLICIT) return { binding: symbol.binding, slot: -1 };
        return { binding: symbol.binding, slot: this.comprehensionSlot(scope, name) };
      }
      if (scope.parent === null) throw new Error("an inlined comprehension without an enclosing scope");
      scope = scope.parent;
    }
    const symbol = scope.symbols.get(name);
    const slot = this.slots.get(name) ?? -1;
    if (symbol === undefined) {
      if (slot >= 0) return { binding: scope.freevars.has(name) ? Binding.FREE : Binding.CELL, slot };
      return { binding: Binding.GLOBAL_IMPLICIT, slot };
    }
    return { binding: symbol.binding, slot };
  }

  comprehensionSlot(scope: Scope, name: string): number {
    const slot = this.comprehensionSlots.get(scope)?.get(name) ?? this.slots.get(name);
    if (slot === undefined) throw new Error(`no slot for ${name}`);
    return slot;
  }

  /** Slots in CPython's order: parameters, locals, cells that are no parameters, free variables. Returns the count of locals. */
  private layOutSlots(): number {
    const { ownScope: scope } = this;
    if (scope.isFunctionLike) {
      for (const name of scope.params) this.addSlot(name);
      for (const [name, symbol] of scope.symbols) {
        if (symbol.binding === Binding.LOCAL && !this.slots.has(name)) this.addSlot(name);
      }
    }
    const cellSlots: (() => void)[] = [];
    for (const child of scope.children) if (child.inlined) this.layOutComprehension(child, cellSlots);
    const nlocals = this.localsplusnames.length;
    for (const name of this.cellvars) if (!this.slots.has(name)) this.addSlot(name);
    for (const add of cellSlots) add();
    for (const name of this.freevars) this.slots.set(name, this.localsplusnames.push(name) - 1);
    return nlocals;
  }

  private addSlot(name: string): void {
    this.slots.set(name, this.localsplusnames.push(name) - 1);
  }

  /** A comprehension's variable shares the function's slot of its name, unless one of them is a cell. */
  private layOutComprehension(scope: Scope, cellSlots: (() => void)[]): void {
    const own = new Map<string, number>();
    this.comprehensionSlots.set(scope, own);
    for (const [name, symbol] of scope.symbols) {
      if (symbol.flags & Use.PARAM) continue;
      if (symbol.binding === Binding.CELL) {
        cellSlots.push(() => {
          own.set(name, this.localsplusnames.push(name) - 1);
          this.cellvars.push(name);
        });
      } else if (symbol.binding === Binding.LOCAL) {
        if (this.ownScope.cellvars.has(name) || this.ownScope.freevars.has(name)) {
          own.set(name, this.localsplusnames.push(name) - 1);
        } else if (!this.slots.has(name)) {
          this.addSlot(name);
        }
      }
    }
    for (const child of scope.children) if (child.inlined) this.layOutComprehension(child, cellSlots);
  }
}

/** CPython's `co_qualname`: type-parameter scopes don't show, and a name declared global is top level. */
function qualifiedName(parent: Unit | null, scope: Scope, name: string): string {
  let outer = parent;
  while (outer !== null && outer.ownScope.type === "typeParams") outer = outer.parent;
  if (outer === null || outer.parent === null) return name;
  if (scope.type === "function" || scope.type === "class") {
    const symbol = outer.ownScope.symbols.get(mangle(outer.ownScope.className, name));
    if (symbol !== undefined && symbol.binding === Binding.GLOBAL_EXPLICIT) return name;
  }
  return outer.ownScope.isFunctionLike ? `${outer.qualname}.<locals>.${name}` : `${outer.qualname}.${name}`;
}
