/** The namespace of a library module: a statement of the top level runs when a name that it binds is asked for. */

import type { TopLevelStatement } from "../../python/top_level/index_statements.ts";
import type { PyValue } from "../objects/object.ts";

const enum State {
  PENDING,
  RUNNING,
  DONE,
}

export interface NamespaceActions {
  run(statement: TopLevelStatement): void;
  /** What the star import gives under the name. */
  fromStar(statement: TopLevelStatement, name: string): PyValue | undefined;
  /** Whether the star import may give the name, as far as the module's text shows. */
  starMentions(statement: TopLevelStatement, name: string): boolean;
  /** The submodule, for a package; imports it if there is one. */
  submodule(name: string): PyValue | undefined;
  isBuiltin(name: string): boolean;
}

/**
 * Kept in Python's order as far as it can be seen: statements that bind or change the same name run in their order, and
 * one that binds a name anew runs after the earlier ones that mention it.
 */
export class LazyNamespace extends Map<string, PyValue> {
  private readonly statements: readonly TopLevelStatement[];
  private readonly states: State[];
  private readonly actions: NamespaceActions;
  /** Statements not yet run, by the names that they bind or change. */
  private readonly binders = new Map<string, number[]>();
  /** Names that have a value while statements that bind or change them still wait. */
  private readonly partial = new Set<string>();
  private readonly stars: number[] = [];
  private readonly missing = new Set<string>();
  private readonly running: number[] = [];
  private readonly own = new Set<string>();

  constructor(statements: readonly TopLevelStatement[], actions: NamespaceActions) {
    super();
    this.statements = statements;
    this.actions = actions;
    this.states = statements.map(() => State.PENDING);
    for (const [i, s] of statements.entries()) {
      if (s.imports?.name === "*") this.stars.push(i);
      for (const name of s.binds) this.own.add(name);
      for (const name of new Set([...s.binds, ...s.changes])) {
        const list = this.binders.get(name);
        if (list === undefined) this.binders.set(name, [i]);
        else list.push(i);
      }
    }
  }

  /** Runs the statements of those positions, in order, that have not run. */
  runNow(indices: Iterable<number>): void {
    for (const i of indices) this.run(i);
  }

  /** Replaces a value that a statement made. */
  put(name: string, value: PyValue): void {
    super.set(name, value);
  }

  /** Whether the module's text gives the name a value, itself or by a star import. */
  provides(name: string): boolean {
    if (this.own.has(name) || super.has(name)) return true;
    return this.stars.some((i) => {
      const s = this.statements[i];
      return s !== undefined && this.states[i] === State.PENDING && this.actions.starMentions(s, name);
    });
  }

  /** Runs every definition that has a decorator. */
  runDecorated(): void {
    for (const [i, s] of this.statements.entries()) if (s.decorators.length > 0) this.run(i);
  }

  /** Whether the file's own text binds the name, run or not. */
  bindsOwn(name: string): boolean {
    return this.own.has(name) || super.has(name);
  }

  override get(name: string): PyValue | undefined {
    if (this.partial.size > 0 && this.partial.has(name)) this.force(name);
    const value = super.get(name);
    if (value !== undefined) return value;
    if (this.force(name)) {
      const made = super.get(name);
      if (made !== undefined) return made;
    }
    return this.missing.has(name) ? undefined : this.elsewhere(name);
  }

  override has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  override set(name: string, value: PyValue): this {
    // Set from outside of the module's own text: after all that the text says and makes of the name.
    if (this.own.has(name) && !this.isBindingNow(name)) {
      this.force(name);
      for (const [i, s] of this.statements.entries())
        if (this.states[i] === State.PENDING && s.mentions(name)) this.run(i);
    }
    this.missing.delete(name);
    return super.set(name, value);
  }

  override delete(name: string): boolean {
    if (!this.isBindingNow(name)) this.force(name);
    return super.delete(name);
  }

  /** Every name that it has or will have, without making the values; star imports are carried out. */
  names(): string[] {
    this.runStars();
    return [...new Set([...super.keys(), ...this.own])];
  }

  /** Runs all that still waits. */
  complete(): void {
    for (let i = 0; i < this.statements.length; i++) {
      if (this.statements[i]?.imports?.name === "*") continue;
      this.run(i);
    }
    this.runStars();
  }

  override get size(): number {
    this.completeOnce();
    return super.size;
  }
  override keys(): MapIterator<string> {
    this.completeOnce();
    return super.keys();
  }
  override values(): MapIterator<PyValue> {
    this.completeOnce();
    return super.values();
  }
  override entries(): MapIterator<[string, PyValue]> {
    this.completeOnce();
    return super.entries();
  }
  override [Symbol.iterator](): MapIterator<[string, PyValue]> {
    return this.entries();
  }
  override forEach(callback: (value: PyValue, key: string, map: Map<string, PyValue>) => void): void {
    this.completeOnce();
    super.forEach(callback);
  }

  private completed = false;
  private completeOnce(): void {
    if (this.completed !== false) return;
    this.completed = true;
    this.complete();
  }

  private runStars(): void {
    for (const i of this.stars) this.run(i);
    this.stars.length = 0;
  }

  private isBindingNow(name: string): boolean {
    return this.running.some((i) => {
      const s = this.statements[i];
      return s !== undefined && (s.binds.includes(name) || s.imports?.name === "*");
    });
  }

  /** Runs what binds or changes the name; false when nothing does. */
  private force(name: string): boolean {
    const list = this.binders.get(name);
    if (list === undefined) return false;
    // Within the module's own text a name has the value it has at that place, if it has one there.
    const here = this.running.at(-1);
    const before = here === undefined ? list : list.filter((i) => i < here);
    const wanted = before.some((i) => this.statements[i]?.binds.includes(name) === true) ? before : list;
    for (const i of wanted) this.run(i);
    if (list.every((i) => this.states[i] === State.DONE)) {
      this.binders.delete(name);
      this.partial.delete(name);
    } else if (super.has(name)) this.partial.add(name);
    return true;
  }

  private run(i: number): void {
    const statement = this.statements[i];
    if (statement === undefined || this.states[i] !== State.PENDING) return;
    this.states[i] = State.RUNNING;
    this.running.push(i);
    try {
      this.runEarlier(i, statement);
      this.actions.run(statement);
      this.states[i] = State.DONE;
      for (const name of statement.binds) {
        const waits = this.binders.get(name)?.some((j) => this.states[j] !== State.DONE) === true;
        if (waits) this.partial.add(name);
      }
    } finally {
      this.running.pop();
      // A failed statement fails again when the name is asked for again.
      if (this.states[i] === State.RUNNING) this.states[i] = State.PENDING;
    }
  }

  private runEarlier(i: number, { binds, changes }: TopLevelStatement): void {
    for (const name of [...binds, ...changes]) {
      const list = this.binders.get(name);
      if (list === undefined || list.length < 2) continue;
      let rebinds = false;
      for (const j of list) {
        if (j >= i) break;
        rebinds = true;
        this.run(j);
      }
      if (!rebinds) continue;
      for (let j = 0; j < i; j++)
        if (this.states[j] === State.PENDING && this.statements[j]?.mentions(name) === true) this.run(j);
    }
  }

  private elsewhere(name: string): PyValue | undefined {
    if (this.actions.isBuiltin(name) || (name.startsWith("__") && name.endsWith("__"))) return undefined;
    for (const i of [...this.stars].reverse()) {
      const statement = this.statements[i];
      if (statement === undefined || this.states[i] !== State.PENDING) continue;
      const value = this.actions.fromStar(statement, name);
      if (value !== undefined) {
        super.set(name, value);
        return value;
      }
    }
    const submodule = this.actions.submodule(name);
    if (submodule === undefined) this.missing.add(name);
    return submodule;
  }
}
