/** "Did you mean": the name nearest to one that was not found, by CPython 3.12's measure. */

import type { Interpreter } from "../interpreter.ts";
import { PyCell } from "../objects/cell.ts";
import { type PyException, PyRaise } from "../objects/exception.ts";
import { AttributeErrorType, ImportErrorType, NameErrorType } from "../objects/exception_types.ts";
import type { PyValue } from "../objects/object.ts";
import { asStr } from "../objects/unbox.ts";
import { lookupAttr } from "../protocols/attribute.ts";
import { toArray } from "../protocols/iterate.ts";
import type { Frame } from "./frame.ts";

const MAX_CANDIDATES = 750;
const MAX_LENGTH = 40;
const MOVE_COST = 2;
const CASE_COST = 1;

/** The name that was not found and the one that was probably meant; null when there is none, or when it is no name alone. */
export function suggestedName(
  vm: Interpreter,
  exc: PyException,
): { readonly wrong: string; readonly found: string } | null {
  if (!exc.type.isSubtypeOf(NameErrorType) && !exc.type.isSubtypeOf(AttributeErrorType)) return null;
  const wrong = asStr(exc.attrs?.get("name") ?? null);
  const found = wrong === undefined ? null : suggestion(vm, exc, wrong);
  return wrong === undefined || found === null ? null : { wrong, found };
}

/** What a traceback adds behind the exception's message; empty when there is nothing to suggest. */
export function suggestionText(vm: Interpreter, exc: PyException): string {
  const type = exc.type;
  const isName = type.isSubtypeOf(NameErrorType);
  const isImport = type.isSubtypeOf(ImportErrorType);
  if (!isName && !isImport && !type.isSubtypeOf(AttributeErrorType)) return "";
  const wrong = asStr(exc.attrs?.get(isImport ? "name_from" : "name") ?? null);
  if (wrong === undefined) return "";
  const found = suggestion(vm, exc, wrong);
  const text = found === null ? "" : `. Did you mean: '${found}'?`;
  if (!isName || !isStandardModule(vm, wrong)) return text;
  return found === null ? `. Did you forget to import '${wrong}'?` : `${text} Or did you forget to import '${wrong}'?`;
}

function isStandardModule(vm: Interpreter, name: string): boolean {
  const names = lookupAttr(vm, vm.importModule("sys"), "stdlib_module_names");
  return names !== undefined && toArray(vm, names).includes(name);
}

function suggestion(vm: Interpreter, exc: PyException, wrong: string): string | null {
  try {
    const candidates = candidatesOf(vm, exc, wrong);
    return typeof candidates === "string" ? candidates : nearest(candidates, wrong);
  } catch (e) {
    // The program's own `__dir__` and properties run here; that they fail is nothing to tell.
    if (e instanceof PyRaise) return null;
    throw e;
  }
}

/** The names to choose from, or the answer itself. */
function candidatesOf(vm: Interpreter, exc: PyException, wrong: string): readonly string[] | string {
  if (exc.type.isSubtypeOf(NameErrorType)) {
    let tb = exc.traceback;
    if (tb === null) return [];
    while (tb.next !== null) tb = tb.next;
    const frame = tb.frame as Frame;
    const locals = localNames(frame);
    const self = locals.get("self");
    if (self !== undefined && lookupAttr(vm, self, wrong) !== undefined) return `self.${wrong}`;
    return [...locals.keys(), ...textKeys(frame.globals), ...textKeys(frame.builtins)];
  }
  const place = exc.type.isSubtypeOf(ImportErrorType)
    ? vm.modules.get(asStr(exc.attrs?.get("name") ?? null) ?? "")
    : exc.attrs?.get("obj");
  if (place === undefined) return [];
  const names = vm.call(vm.builtins.get("dir") ?? null, [place]);
  return toArray(vm, names).filter((name) => typeof name === "string");
}

function textKeys(names: ReadonlyMap<PyValue, PyValue>): string[] {
  return [...names.keys()].filter((name) => typeof name === "string");
}

function localNames(frame: Frame): Map<string, PyValue> {
  const found = new Map<string, PyValue>();
  if (frame.localsMap !== null) {
    for (const [name, value] of frame.localsMap) if (typeof name === "string") found.set(name, value);
    return found;
  }
  for (const [i, name] of frame.code.source.localsplusnames.entries()) {
    const slot = frame.stack[i];
    const value = slot instanceof PyCell ? slot.value : slot;
    if (value !== undefined) found.set(name, value);
  }
  return found;
}

function nearest(candidates: readonly string[], wrong: string): string | null {
  if (candidates.length > MAX_CANDIDATES || wrong.length > MAX_LENGTH) return null;
  let best: string | null = null;
  let bestDistance = wrong.length;
  for (const name of candidates) {
    if (name === wrong) continue;
    // No more than a third of the characters may differ, and it must be nearer than what was found before.
    const allowed = Math.floor(((name.length + wrong.length + 3) * MOVE_COST) / 6);
    const limit = Math.min(allowed, bestDistance - 1);
    const distance = editDistance(wrong, name, limit);
    if (distance > limit || (best !== null && distance >= bestDistance)) continue;
    best = name;
    bestDistance = distance;
  }
  return best;
}

/** Levenshtein's distance with a lower price for a change of case; more than `limit` when it exceeds that. */
function editDistance(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) * MOVE_COST > limit || a.length > MAX_LENGTH || b.length > MAX_LENGTH)
    return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j * MOVE_COST);
  for (let i = 1; i <= a.length; i++) {
    const next = [i * MOVE_COST];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + replacement(a[i - 1] ?? "", b[j - 1] ?? "");
      next.push(Math.min(replaced, (row[j] ?? 0) + MOVE_COST, (next[j - 1] ?? 0) + MOVE_COST));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function replacement(a: string, b: string): number {
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() ? CASE_COST : MOVE_COST;
}
