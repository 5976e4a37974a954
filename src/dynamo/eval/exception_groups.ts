/** except*: splitting exception groups, and putting together what is raised after the handlers. */

import { PyException } from "../objects/exception.ts";
import {
  BaseExceptionGroupType,
  ExceptionGroupType,
  ExceptionType,
  TypeErrorType,
} from "../objects/exception_types.ts";
import { PyList } from "../objects/list.ts";
import type { PyObject, PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";
import { PyType } from "../objects/type.ts";
import { callMethod } from "../protocols/call.ts";
import { raise } from "../protocols/errors.ts";
import { toArray } from "../protocols/iterate.ts";
import { exceptionMatches } from "./raising.ts";
import type { Evaluator } from "./state.ts";

export function isGroup(exc: PyValue): boolean {
  return exc instanceof PyException && exc.type.isSubtypeOf(BaseExceptionGroupType);
}

/** The exceptions of a group. */
export function membersOf(vm: Evaluator, group: PyException): PyException[] {
  const members = toArray(vm, group.args.items[1] ?? new PyTuple([]));
  return members.filter((m): m is PyException => m instanceof PyException);
}

/** CHECK_EG_MATCH: what of the exception matches the type, and what does not. A plain exception is wrapped in a group. */
export function splitGroup(
  vm: Evaluator,
  exc: PyException,
  type: PyValue,
): readonly [match: PyException | null, rest: PyException | null] {
  const types = type instanceof PyTuple ? type.items : [type];
  if (types.some((t) => t instanceof PyType && t.isSubtypeOf(BaseExceptionGroupType)))
    raise(vm, TypeErrorType, "catching ExceptionGroup with except* is not allowed. Use except instead.");
  if (!isGroup(exc)) {
    if (!exceptionMatches(vm, exc, type)) return [null, exc];
    const group = newGroup("", [exc]);
    group.traceback = exc.traceback;
    return [group, null];
  }
  return partition(vm, exc, (e) => exceptionMatches(vm, e, type));
}

/** Splits a group by a condition on its leaves (and on groups as wholes), keeping the nesting. */
export function partition(
  vm: Evaluator,
  exc: PyException,
  takes: (e: PyException) => boolean,
): readonly [PyException | null, PyException | null] {
  if (takes(exc)) return [exc, null];
  if (!isGroup(exc)) return [null, exc];
  const matched: PyException[] = [];
  const others: PyException[] = [];
  for (const member of membersOf(vm, exc)) {
    const [match, rest] = partition(vm, member, takes);
    if (match !== null) matched.push(match);
    if (rest !== null) others.push(rest);
  }
  return [derive(vm, exc, matched), derive(vm, exc, others)];
}

/** A group like `group` with other members: `group.derive`, then the metadata. */
export function derive(vm: Evaluator, group: PyException, members: readonly PyException[]): PyException | null {
  if (members.length === 0) return null;
  const derived = group.type.heap
    ? callMethod(vm, group, "derive", [new PyTuple([...members])])
    : newGroup(group.args.items[0] ?? "", members);
  if (!(derived instanceof PyException))
    raise(vm, TypeErrorType, "derive must return an instance of BaseExceptionGroup");
  derived.traceback = group.traceback;
  derived.cause = group.cause;
  derived.context = group.context;
  derived.suppressContext = group.suppressContext;
  derived.notes = group.notes === null ? null : [...group.notes];
  return derived;
}

export function newGroup(message: PyValue, members: readonly PyException[]): PyException {
  const type = members.every((m) => m.type.isSubtypeOf(ExceptionType)) ? ExceptionGroupType : BaseExceptionGroupType;
  return new PyException(new PyTuple([message, new PyTuple([...members])]), type);
}

/** PREP_RERAISE_STAR: the exception to raise after the handlers of a `try … except*`, or None. */
export function prepareReraise(vm: Evaluator, original: PyValue, results: PyValue): PyValue {
  if (!(original instanceof PyException) || !(results instanceof PyList)) throw new Error("malformed except*");
  const raised: PyException[] = [];
  const reraised: PyException[] = [];
  for (const e of results.items) {
    if (!(e instanceof PyException)) continue;
    if (comesFrom(e, original)) reraised.push(e);
    else raised.push(e);
  }
  if (!isGroup(original)) return results.items.find((e) => e instanceof PyException) ?? null;
  const rest = reraised.length === 0 ? null : regroup(vm, original, reraised);
  if (raised.length === 0) return rest;
  return newGroup("", rest === null ? raised : [...raised, rest]);
}

/** Whether the exception is a part of the original group, not one that a handler raised anew. */
function comesFrom(e: PyException, original: PyException): boolean {
  return e.traceback === original.traceback && e.cause === original.cause && e.context === original.context;
}

/** The original group with only the leaves that are among `kept`. */
function regroup(vm: Evaluator, original: PyException, kept: readonly PyException[]): PyException | null {
  const leaves = new Set<PyObject>();
  const collect = (e: PyException): void => {
    if (isGroup(e)) for (const m of membersOf(vm, e)) collect(m);
    else leaves.add(e);
  };
  for (const e of kept) collect(e);
  return partition(vm, original, (e) => !isGroup(e) && leaves.has(e))[0];
}
