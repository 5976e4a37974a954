/** `BaseExceptionGroup` and `ExceptionGroup`: message, exceptions, subgroup, split, derive. */

import type { Interpreter } from "../interpreter.ts";
import { PyException } from "../objects/exception.ts";
import {
  BaseExceptionGroupType,
  ExceptionGroupType,
  ExceptionType,
  TypeErrorType,
  ValueErrorType,
} from "../objects/exception_types.ts";
import { defineGetSet, defineMethods } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";
import { PyType } from "../objects/type.ts";
import { asStr } from "../objects/unbox.ts";
import { call, callMethod } from "../protocols/call.ts";
import { isInstance, repr, truth } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { toArray } from "../protocols/iterate.ts";
import { typeOf } from "../protocols/type_of.ts";

/** The exceptions of a group. */
export function groupMembers(group: PyException): readonly PyException[] {
  const members = group.args.items[1];
  return members instanceof PyTuple ? (members.items as readonly PyException[]) : [];
}

defineMethods(BaseExceptionGroupType, {
  "__new__(cls, message, exceptions, /)": (vm: Interpreter, cls: PyType, message: PyValue, exceptions: PyValue) => {
    if (asStr(message) === undefined) raise(vm, TypeErrorType, `argument 1 must be str, not ${typeOf(message).name}`);
    const members = toArray(vm, exceptions);
    if (members.length === 0) raise(vm, ValueErrorType, "second argument (exceptions) must be a non-empty sequence");
    members.forEach((member, i) => {
      if (!(member instanceof PyException)) {
        raise(vm, ValueErrorType, `Item ${i} of second argument (exceptions) is not an exception`);
      }
    });
    const ordinary = members.every((member) => typeOf(member).isSubtypeOf(ExceptionType));
    if (cls === ExceptionGroupType && !ordinary)
      raise(vm, TypeErrorType, "Cannot nest BaseExceptions in an ExceptionGroup");
    const type = cls === BaseExceptionGroupType && ordinary ? ExceptionGroupType : cls;
    return new PyException(new PyTuple([message, new PyTuple(members)]), type);
  },
  "__init__(self, *args, **kwargs)": () => null,
  "__str__(self, /)": (_vm: Interpreter, e: PyException) => {
    const count = groupMembers(e).length;
    return `${asStr(e.args.items[0] ?? "") ?? ""} (${count} sub-exception${count === 1 ? "" : "s"})`;
  },
  "__repr__(self, /)": (vm: Interpreter, e: PyException) =>
    `${e.type.name}(${repr(vm, e.args.items[0] ?? null)}, [${groupMembers(e)
      .map((m) => repr(vm, m))
      .join(", ")}])`,
  "derive(self, excs, /)": (vm: Interpreter, e: PyException, exceptions: PyValue) =>
    call(vm, BaseExceptionGroupType, [e.args.items[0] ?? "", exceptions]),
  "subgroup(self, condition, /)": (vm: Interpreter, e: PyException, condition: PyValue) =>
    splitGroup(vm, e, condition).match,
  "split(self, condition, /)": (vm: Interpreter, e: PyException, condition: PyValue) => {
    const { match, rest } = splitGroup(vm, e, condition);
    return new PyTuple([match, rest]);
  },
});
defineGetSet(BaseExceptionGroupType, {
  message: { get: (_vm, e) => (e as PyException).args.items[0] ?? null },
  exceptions: { get: (_vm, e) => (e as PyException).args.items[1] ?? null },
});

/** Parts of an exception that match a class, a tuple of classes or a predicate, and the others. */
export function splitGroup(
  vm: Interpreter,
  group: PyException,
  condition: PyValue,
): { match: PyException | null; rest: PyException | null } {
  const matches = (e: PyException): boolean =>
    condition instanceof PyType || condition instanceof PyTuple
      ? isInstance(vm, e, condition)
      : truth(vm, call(vm, condition, [e]));
  return split(vm, group, matches);
}

function split(
  vm: Interpreter,
  e: PyException,
  matches: (e: PyException) => boolean,
): { match: PyException | null; rest: PyException | null } {
  if (matches(e)) return { match: e, rest: null };
  if (!e.type.isSubtypeOf(BaseExceptionGroupType)) return { match: null, rest: e };
  const matched: PyException[] = [];
  const others: PyException[] = [];
  for (const member of groupMembers(e)) {
    const { match, rest } = split(vm, member, matches);
    if (match !== null) matched.push(match);
    if (rest !== null) others.push(rest);
  }
  return { match: derive(vm, e, matched), rest: derive(vm, e, others) };
}

function derive(vm: Interpreter, e: PyException, members: readonly PyException[]): PyException | null {
  if (members.length === 0) return null;
  const result = callMethod(vm, e, "derive", [new PyTuple(members)]);
  if (!(result instanceof PyException))
    return raise(vm, TypeErrorType, "derive must return an instance of BaseExceptionGroup");
  result.traceback = e.traceback;
  result.cause = e.cause;
  result.context = e.context;
  return result;
}
