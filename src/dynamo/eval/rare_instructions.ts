/** The instructions that are not worth a place in the hot loop: those that only work on the value stack. */

import { Opcode } from "../../python/opcode.ts";
import { PyCell } from "../objects/cell.ts";
import { PyDict } from "../objects/dict.ts";
import type { PyException } from "../objects/exception.ts";
import { AssertionErrorType } from "../objects/exception_types.ts";
import type { PyList } from "../objects/list.ts";
import type { PyValue } from "../objects/object.ts";
import type { PySet } from "../objects/set.ts";
import { PySlice } from "../objects/slice.ts";
import type { PyTuple } from "../objects/tuple.ts";
import { delAttr } from "../protocols/attribute.ts";
import { delItem, getItem, length, setItem } from "../protocols/item.ts";
import { unaryOp } from "../protocols/operator.ts";
import * as build from "./build.ts";
import { buildClassNative } from "./class_statement.ts";
import { enterWith, exitWith } from "./context.ts";
import { splitGroup } from "./exception_groups.ts";
import type { Frame } from "./frame.ts";
import { makeFunction } from "./functions.ts";
import * as generators from "./generators.ts";
import { importFrom, importName } from "./imports.ts";
import { intrinsic1, intrinsic2 } from "./intrinsics.ts";
import * as names from "./names.ts";
import * as patterns from "./patterns.ts";
import { exceptionMatches } from "./raising.ts";
import type { Evaluator } from "./state.ts";
import { loadSuperAttribute } from "./super_attribute.ts";

/** Does the instruction; returns the new stack pointer. */
export function rareInstruction(vm: Evaluator, frame: Frame, op: Opcode, arg: number, top: number): number {
  const stack = frame.stack;
  let sp = top;
  switch (op) {
    case Opcode.DELETE_FAST:
      if (stack[arg] === undefined) names.raiseUnboundLocal(vm, frame, arg);
      stack[arg] = undefined;
      break;
    case Opcode.STORE_GLOBAL:
      frame.globals.set(frame.code.names[arg] as string, stack[--sp] as PyValue);
      break;
    case Opcode.DELETE_GLOBAL:
      names.deleteGlobal(vm, frame, frame.code.names[arg] as string);
      break;
    case Opcode.DELETE_NAME:
      names.deleteName(vm, frame, frame.code.names[arg] as string);
      break;
    case Opcode.MAKE_CELL:
      stack[arg] = new PyCell(stack[arg]);
      break;
    case Opcode.COPY_FREE_VARS: {
      const closure = frame.function?.closure ?? [];
      const first = frame.code.nlocalsplus - arg;
      for (let i = 0; i < arg; i++) stack[first + i] = closure[i];
      break;
    }
    case Opcode.DELETE_DEREF:
      names.deleteDeref(vm, frame, arg);
      break;
    case Opcode.LOAD_LOCALS:
      stack[sp++] = names.namespaceOf(frame);
      break;
    case Opcode.LOAD_FROM_DICT_OR_GLOBALS:
      stack[sp - 1] = names.fromDictOrGlobals(vm, frame, stack[sp - 1] as PyValue, frame.code.names[arg] as string);
      break;
    case Opcode.LOAD_FROM_DICT_OR_DEREF:
      stack[sp - 1] = names.fromDictOrDeref(vm, frame, stack[sp - 1] as PyValue, arg);
      break;

    case Opcode.DELETE_ATTR:
      delAttr(vm, stack[--sp] as PyValue, frame.code.names[arg] as string);
      break;
    case Opcode.LOAD_SUPER_ATTR:
      sp = loadSuperAttribute(vm, stack, sp, frame.code.names[arg >> 2] as string, arg);
      break;
    case Opcode.DELETE_SUBSCR: {
      const key = stack[--sp] as PyValue;
      delItem(vm, stack[--sp] as PyValue, key);
      break;
    }
    case Opcode.BINARY_SLICE: {
      const stop = stack[--sp] as PyValue;
      const start = stack[--sp] as PyValue;
      stack[sp - 1] = getItem(vm, stack[sp - 1] as PyValue, new PySlice(start, stop, null));
      break;
    }
    case Opcode.STORE_SLICE: {
      const stop = stack[--sp] as PyValue;
      const start = stack[--sp] as PyValue;
      const o = stack[--sp] as PyValue;
      setItem(vm, o, new PySlice(start, stop, null), stack[--sp] as PyValue);
      break;
    }

    case Opcode.UNARY_INVERT:
      stack[sp - 1] = unaryOp(vm, "~", stack[sp - 1] as PyValue);
      break;
    case Opcode.CALL_INTRINSIC_1:
      stack[sp - 1] = intrinsic1(vm, frame, arg, stack[sp - 1] as PyValue);
      break;
    case Opcode.CALL_INTRINSIC_2: {
      const b = stack[--sp] as PyValue;
      stack[sp - 1] = intrinsic2(vm, arg, stack[sp - 1] as PyValue, b);
      break;
    }
    case Opcode.MAKE_FUNCTION:
      sp = makeFunction(frame, stack, sp, arg);
      break;
    case Opcode.LOAD_BUILD_CLASS:
      stack[sp++] = buildClassNative;
      break;

    case Opcode.BUILD_SET: {
      const set = build.buildSet(vm, stack, sp - arg, sp);
      sp -= arg;
      stack[sp++] = set;
      break;
    }
    case Opcode.BUILD_MAP: {
      const dict = build.buildMap(vm, stack, sp - 2 * arg, arg);
      sp -= 2 * arg;
      stack[sp++] = dict;
      break;
    }
    case Opcode.BUILD_CONST_KEY_MAP: {
      const keys = stack[--sp] as PyValue;
      sp -= arg;
      stack[sp] = build.buildConstKeyMap(vm, stack, sp, keys);
      sp++;
      break;
    }
    case Opcode.BUILD_SLICE: {
      const step = arg === 3 ? (stack[--sp] as PyValue) : null;
      const stop = stack[--sp] as PyValue;
      stack[sp - 1] = new PySlice(stack[sp - 1] as PyValue, stop, step);
      break;
    }
    case Opcode.FORMAT_VALUE: {
      const spec = (arg & 4) !== 0 ? (stack[--sp] as PyValue) : "";
      stack[sp - 1] = build.formatValue(vm, stack[sp - 1] as PyValue, arg & 3, spec);
      break;
    }
    case Opcode.LIST_EXTEND: {
      const v = stack[--sp] as PyValue;
      build.extendList(vm, stack[sp - arg] as PyList, v);
      break;
    }
    case Opcode.SET_ADD: {
      const v = stack[--sp] as PyValue;
      (stack[sp - arg] as PySet).add(vm, v);
      break;
    }
    case Opcode.SET_UPDATE: {
      const v = stack[--sp] as PyValue;
      build.updateSet(vm, stack[sp - arg] as PySet, v);
      break;
    }
    case Opcode.MAP_ADD: {
      const v = stack[--sp] as PyValue;
      const k = stack[--sp] as PyValue;
      (stack[sp - arg] as PyDict).set(vm, k, v);
      break;
    }
    case Opcode.DICT_UPDATE: {
      const v = stack[--sp] as PyValue;
      build.updateDict(vm, stack[sp - arg] as PyDict, v);
      break;
    }
    case Opcode.DICT_MERGE: {
      const v = stack[--sp] as PyValue;
      build.mergeDict(vm, stack[sp - arg] as PyDict, v, stack[sp - arg - 2] as PyValue);
      break;
    }
    case Opcode.UNPACK_EX: {
      const v = stack[--sp] as PyValue;
      sp = build.unpackEx(vm, stack, sp, v, arg);
      break;
    }
    case Opcode.GET_LEN:
      stack[sp] = length(vm, stack[sp - 1] as PyValue);
      sp++;
      break;

    case Opcode.GET_YIELD_FROM_ITER:
      stack[sp - 1] = generators.yieldFromIter(vm, frame, stack[sp - 1] as PyValue);
      break;
    case Opcode.END_SEND:
      sp--;
      stack[sp - 1] = stack[sp];
      break;
    case Opcode.GET_AWAITABLE:
      stack[sp - 1] = generators.awaitable(vm, stack[sp - 1] as PyValue, arg);
      break;
    case Opcode.GET_AITER:
      stack[sp - 1] = generators.asyncIter(vm, stack[sp - 1] as PyValue);
      break;
    case Opcode.GET_ANEXT:
      stack[sp] = generators.asyncNext(vm, stack[sp - 1] as PyValue);
      sp++;
      break;
    case Opcode.CHECK_EXC_MATCH:
      stack[sp - 1] = exceptionMatches(vm, stack[sp - 2] as PyException, stack[sp - 1] as PyValue);
      break;
    case Opcode.CHECK_EG_MATCH: {
      // Once all of it is handled, None is left and matches nothing.
      const left = stack[sp - 2] as PyException | null;
      const [match, rest] = left === null ? [null, null] : splitGroup(vm, left, stack[sp - 1] as PyValue);
      if (match !== null) {
        frame.handled = match;
        stack[sp - 2] = rest;
      }
      stack[sp - 1] = match;
      break;
    }
    case Opcode.LOAD_ASSERTION_ERROR:
      stack[sp++] = AssertionErrorType;
      break;
    case Opcode.BEFORE_WITH:
    case Opcode.BEFORE_ASYNC_WITH:
      sp = enterWith(vm, stack, sp, op === Opcode.BEFORE_ASYNC_WITH);
      break;
    case Opcode.WITH_EXCEPT_START:
      stack[sp] = exitWith(vm, stack[sp - 4] as PyValue, stack[sp - 1] as PyException);
      sp++;
      break;

    case Opcode.IMPORT_NAME: {
      const fromlist = stack[--sp] as PyValue;
      frame.sp = sp;
      stack[sp - 1] = importName(vm, frame, frame.code.names[arg] as string, fromlist, stack[sp - 1] as PyValue);
      break;
    }
    case Opcode.IMPORT_FROM:
      frame.sp = sp;
      stack[sp] = importFrom(vm, frame, stack[sp - 1] as PyValue, frame.code.names[arg] as string);
      sp++;
      break;
    case Opcode.SETUP_ANNOTATIONS:
      if (names.localName(vm, frame, "__annotations__") === undefined)
        names.storeName(vm, frame, "__annotations__", new PyDict());
      break;
    case Opcode.MATCH_MAPPING:
      stack[sp] = patterns.isMapping(vm, stack[sp - 1] as PyValue);
      sp++;
      break;
    case Opcode.MATCH_SEQUENCE:
      stack[sp] = patterns.isSequence(vm, stack[sp - 1] as PyValue);
      sp++;
      break;
    case Opcode.MATCH_KEYS:
      stack[sp] = patterns.matchKeys(vm, stack[sp - 2] as PyValue, stack[sp - 1] as PyTuple);
      sp++;
      break;
    case Opcode.MATCH_CLASS: {
      const attributes = stack[--sp] as PyTuple;
      const cls = stack[--sp] as PyValue;
      stack[sp - 1] = patterns.matchClass(vm, stack[sp - 1] as PyValue, cls, arg, attributes);
      break;
    }
    default:
      throw new Error(`unknown opcode ${op}`);
  }
  return sp;
}
