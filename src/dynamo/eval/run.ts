/**
 * The evaluation loop. Calls of Python functions from Python code switch frames within one activation of the loop;
 * only natives that call back, and generators, nest. Every instruction first notes where it is, so that positions,
 * tracebacks and handlers follow from the frame alone.
 */

import { COMPARE_OPS, Opcode } from "../../python/opcode.ts";
import { CacheKind } from "../objects/attribute_cache.ts";
import type { PyCell } from "../objects/cell.ts";
import { dictType, type PyDict } from "../objects/dict.ts";
import { type PyException, PyRaise } from "../objects/exception.ts";
import { PyFloat } from "../objects/float.ts";
import { PyFunction } from "../objects/function.ts";
import { PyIterator } from "../objects/iterator.ts";
import { listType, PyList } from "../objects/list.ts";
import { PyMethod } from "../objects/method.ts";
import { type Kwargs, PyNative } from "../objects/native.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { PyListIterator, PyRangeIterator } from "../objects/sequence_iterators.ts";
import { PyTuple, tupleType } from "../objects/tuple.ts";
import { PyType } from "../objects/type.ts";
import { truth } from "../protocols/convert.ts";
import { contains, getItem, setItem } from "../protocols/item.ts";
import { getIter, next } from "../protocols/iterate.ts";
import { richCompare, unaryOp } from "../protocols/operator.ts";
import { loadAttribute, storeAttribute } from "./attributes.ts";
import { bindCall } from "./bind_call.ts";
import { unpackSequence } from "./build.ts";
import { allocate, callValue, checkInitResult, pushDepth, simpleInit } from "./call_value.ts";
import type { Frame } from "./frame.ts";
import { expandArguments, keywordsFromStack } from "./functions.ts";
import * as generators from "./generators.ts";
import * as names from "./names.ts";
import { binaryOperation } from "./operators.ts";
import { raiseVarargs } from "./raising.ts";
import { rareInstruction } from "./rare_instructions.ts";
import type { Evaluator } from "./state.ts";
import { asRaise, unwind } from "./unwind.ts";

const MAX = Number.MAX_SAFE_INTEGER;

/**
 * Runs a frame until it returns or yields. The value is what it yields or returns; undefined when a generator's
 * frame has returned (its value is in `frame.returned`). `injected` is raised before the first instruction.
 */
export function runFrame(vm: Evaluator, entry: Frame, injected: PyRaise | null = null): PyValue | undefined {
  let frame = entry;
  let pending = injected;
  let reraising = false;

  frames: for (;;) {
    const pc = frame.code;
    const code = pc.code;
    const consts = pc.consts;
    const caches = pc.caches;
    const stack = frame.stack;
    let sp = frame.sp;
    let ip = frame.ip + 1;
    let kwNames: readonly PyValue[] | null = null;
    try {
      if (pending !== null) {
        const thrown = pending;
        pending = null;
        throw thrown;
      }
      for (;;) {
        const op = code[2 * ip] as number;
        const arg = code[2 * ip + 1] as number;
        frame.ip = ip++;
        switch (op) {
          case Opcode.NOP:
          case Opcode.RESUME:
            break;
          case Opcode.POP_TOP:
            sp--;
            break;
          case Opcode.PUSH_NULL:
            stack[sp++] = undefined;
            break;
          case Opcode.COPY:
            stack[sp] = stack[sp - arg];
            sp++;
            break;
          case Opcode.SWAP: {
            const top = stack[sp - 1];
            stack[sp - 1] = stack[sp - arg];
            stack[sp - arg] = top;
            break;
          }
          case Opcode.LOAD_CONST:
            stack[sp++] = consts[arg];
            break;
          case Opcode.LOAD_FAST:
            stack[sp++] = stack[arg];
            break;
          case Opcode.LOAD_FAST_CHECK: {
            const v = stack[arg];
            if (v === undefined) names.raiseUnboundLocal(vm, frame, arg);
            stack[sp++] = v;
            break;
          }
          case Opcode.LOAD_FAST_AND_CLEAR:
            stack[sp++] = stack[arg];
            stack[arg] = undefined;
            break;
          case Opcode.STORE_FAST:
            stack[arg] = stack[--sp];
            break;
          case Opcode.LOAD_GLOBAL: {
            const name = pc.names[arg >> 1] as string;
            let v = frame.globals.get(name);
            if (v === undefined) {
              v = frame.builtins.get(name);
              if (v === undefined) v = names.loadGlobal(vm, frame, name);
            }
            if ((arg & 1) !== 0) stack[sp++] = undefined;
            stack[sp++] = v;
            break;
          }
          case Opcode.LOAD_NAME:
            stack[sp++] = names.loadName(vm, frame, pc.names[arg] as string);
            break;
          case Opcode.STORE_NAME:
            names.storeName(vm, frame, pc.names[arg] as string, stack[--sp] as PyValue);
            break;
          case Opcode.LOAD_CLOSURE:
            stack[sp++] = stack[arg];
            break;
          case Opcode.LOAD_DEREF: {
            const v = (stack[arg] as PyCell).value;
            stack[sp++] = v === undefined ? names.loadDeref(vm, frame, arg) : v;
            break;
          }
          case Opcode.STORE_DEREF:
            (stack[arg] as PyCell).value = stack[--sp];
            break;
          case Opcode.LOAD_ATTR: {
            const o = stack[sp - 1];
            const name = pc.names[arg >> 1] as string;
            const cache = caches[frame.ip];
            if (cache !== undefined && o instanceof PyObject && cache.type === o.type) {
              if (cache.version === o.type.version) {
                const attrs = o.attrs;
                const kind = cache.kind;
                if (kind === CacheKind.INSTANCE) {
                  const v = attrs === null ? undefined : attrs.get(name);
                  if (v !== undefined) {
                    if ((arg & 1) === 0) stack[sp - 1] = v;
                    else {
                      stack[sp - 1] = undefined;
                      stack[sp++] = v;
                    }
                    break;
                  }
                } else if (kind === CacheKind.SLOT) {
                  const v = o.slots === null ? undefined : o.slots[cache.value as number];
                  if (v !== undefined) {
                    if ((arg & 1) === 0) stack[sp - 1] = v;
                    else {
                      stack[sp - 1] = undefined;
                      stack[sp++] = v;
                    }
                    break;
                  }
                } else if (attrs === null || !attrs.has(name)) {
                  if (kind === CacheKind.METHOD) {
                    if ((arg & 1) !== 0) {
                      stack[sp - 1] = cache.value;
                      stack[sp++] = o;
                    } else stack[sp - 1] = new PyMethod(cache.value, o);
                  } else if ((arg & 1) === 0) stack[sp - 1] = cache.value;
                  else {
                    stack[sp - 1] = undefined;
                    stack[sp++] = cache.value;
                  }
                  break;
                }
              }
            }
            sp = loadAttribute(vm, pc, frame.ip, stack, sp, name, (arg & 1) !== 0);
            break;
          }
          case Opcode.STORE_ATTR: {
            const o = stack[--sp] as PyValue;
            const v = stack[--sp] as PyValue;
            const name = pc.names[arg] as string;
            const cache = caches[frame.ip];
            if (cache !== undefined && o instanceof PyObject && cache.type === o.type) {
              if (cache.version === o.type.version) {
                if (cache.kind === CacheKind.INSTANCE) {
                  if (o.attrs === null) o.attrs = new Map();
                  o.attrs.set(name, v);
                  break;
                }
                if (o.slots !== null) {
                  o.slots[cache.value as number] = v;
                  break;
                }
              }
            }
            storeAttribute(vm, pc, frame.ip, o, name, v);
            break;
          }
          case Opcode.BINARY_SUBSCR: {
            const key = stack[--sp] as PyValue;
            const o = stack[sp - 1] as PyValue;
            if (o instanceof PyObject) {
              const type = o.type;
              if (typeof key === "number" && (type === listType || type === tupleType)) {
                const items = (o as PyList).items;
                const v = items[key < 0 ? key + items.length : key];
                if (v !== undefined) {
                  stack[sp - 1] = v;
                  break;
                }
              } else if (type === dictType && typeof key === "string") {
                const v = (o as PyDict).table.map.get(key);
                if (v !== undefined) {
                  stack[sp - 1] = v;
                  break;
                }
              }
            }
            stack[sp - 1] = getItem(vm, o, key);
            break;
          }
          case Opcode.STORE_SUBSCR: {
            const key = stack[--sp] as PyValue;
            const o = stack[--sp] as PyValue;
            const v = stack[--sp] as PyValue;
            if (typeof key === "number" && o instanceof PyObject && o.type === listType) {
              const items = (o as PyList).items;
              if (key >= 0 && key < items.length) {
                items[key] = v;
                break;
              }
            }
            setItem(vm, o, key, v);
            break;
          }
          case Opcode.UNARY_NEGATIVE:
            stack[sp - 1] = unaryOp(vm, "-", stack[sp - 1] as PyValue);
            break;
          case Opcode.UNARY_NOT:
            stack[sp - 1] = !truth(vm, stack[sp - 1] as PyValue);
            break;
          case Opcode.BINARY_OP: {
            const b = stack[--sp] as PyValue;
            const a = stack[sp - 1] as PyValue;
            if (typeof a === "number" && typeof b === "number") {
              if (arg === 0 || arg === 13) {
                const r = a + b;
                if (r <= MAX && r >= -MAX) {
                  stack[sp - 1] = r;
                  break;
                }
              } else if (arg === 10 || arg === 23) {
                const r = a - b;
                if (r <= MAX && r >= -MAX) {
                  stack[sp - 1] = r;
                  break;
                }
              } else if (arg === 5 || arg === 18) {
                const r = a * b;
                if (r <= MAX && r >= -MAX) {
                  stack[sp - 1] = r + 0;
                  break;
                }
              }
            } else if (a instanceof PyFloat && b instanceof PyFloat) {
              if (arg === 0 || arg === 13) {
                stack[sp - 1] = new PyFloat(a.value + b.value);
                break;
              }
              if (arg === 10 || arg === 23) {
                stack[sp - 1] = new PyFloat(a.value - b.value);
                break;
              }
              if (arg === 5 || arg === 18) {
                stack[sp - 1] = new PyFloat(a.value * b.value);
                break;
              }
            } else if (typeof a === "string" && typeof b === "string" && (arg === 0 || arg === 13)) {
              stack[sp - 1] = a + b;
              break;
            }
            stack[sp - 1] = binaryOperation(vm, arg, a, b);
            break;
          }
          case Opcode.COMPARE_OP: {
            const b = stack[--sp] as PyValue;
            const a = stack[sp - 1] as PyValue;
            const which = arg >> 4;
            if (typeof a === "number" && typeof b === "number") {
              stack[sp - 1] =
                which === 0
                  ? a < b
                  : which === 1
                    ? a <= b
                    : which === 2
                      ? a === b
                      : which === 3
                        ? a !== b
                        : which === 4
                          ? a > b
                          : a >= b;
              break;
            }
            if (typeof a === "string" && typeof b === "string") {
              if (which === 2) {
                stack[sp - 1] = a === b;
                break;
              }
              if (which === 3) {
                stack[sp - 1] = a !== b;
                break;
              }
            }
            stack[sp - 1] = richCompare(vm, a, COMPARE_OPS[which] ?? "==", b);
            break;
          }
          case Opcode.IS_OP: {
            const b = stack[--sp];
            stack[sp - 1] = (stack[sp - 1] === b) === (arg === 0);
            break;
          }
          case Opcode.CONTAINS_OP: {
            const container = stack[--sp] as PyValue;
            stack[sp - 1] = contains(vm, container, stack[sp - 1] as PyValue) === (arg === 0);
            break;
          }

          case Opcode.JUMP_FORWARD:
            ip = arg;
            break;
          case Opcode.JUMP_BACKWARD:
            vm.steps += ip - arg;
            if (vm.steps > vm.nextCheck) vm.checkBudget();
            ip = arg;
            break;
          case Opcode.JUMP_BACKWARD_NO_INTERRUPT:
            ip = arg;
            break;
          case Opcode.POP_JUMP_IF_FALSE: {
            const v = stack[--sp] as PyValue;
            if (v === false || (v !== true && !truth(vm, v))) ip = arg;
            break;
          }
          case Opcode.POP_JUMP_IF_TRUE: {
            const v = stack[--sp] as PyValue;
            if (v === true || (v !== false && truth(vm, v))) ip = arg;
            break;
          }
          case Opcode.POP_JUMP_IF_NONE:
            if (stack[--sp] === null) ip = arg;
            break;
          case Opcode.POP_JUMP_IF_NOT_NONE:
            if (stack[--sp] !== null) ip = arg;
            break;
          case Opcode.GET_ITER:
            stack[sp - 1] = getIter(vm, stack[sp - 1] as PyValue);
            break;
          case Opcode.FOR_ITER: {
            const it = stack[sp - 1];
            let v: PyValue | undefined;
            if (it instanceof PyRangeIterator && it.small) {
              if (it.left > 0) {
                it.left--;
                v = it.current;
                it.current = v + it.step;
              }
            } else if (it instanceof PyListIterator) v = it.next();
            else if (it instanceof PyIterator && !it.type.heap) v = it.next(vm);
            else v = next(vm, it as PyValue);
            if (v === undefined) {
              sp--;
              ip = arg + 1;
            } else stack[sp++] = v;
            break;
          }
          case Opcode.END_FOR:
            sp -= 2;
            break;

          case Opcode.RETURN_VALUE:
          case Opcode.RETURN_CONST: {
            let result = (op === Opcode.RETURN_CONST ? consts[arg] : stack[--sp]) as PyValue;
            vm.depth = frame.depth - 1;
            const back = frame.back;
            vm.frame = back;
            if (frame.isEntry || back === null) {
              if (!pc.isGenerator) return result;
              frame.returned = result;
              return undefined;
            }
            if (frame.constructed !== null) {
              if (result !== null) checkInitResult(vm, result);
              result = frame.constructed;
            }
            back.stack[back.sp++] = result;
            frame = back;
            continue frames;
          }

          case Opcode.KW_NAMES:
            kwNames = (consts[arg] as PyTuple).items;
            break;
          case Opcode.CALL: {
            const base = sp - arg - 2;
            let f = stack[base];
            let first = base + 1;
            if (f === undefined) {
              f = stack[first];
              if (f instanceof PyMethod) {
                stack[first] = f.self;
                f = f.func;
              } else first++;
            }
            let kwargs: Kwargs | null = null;
            let last = sp;
            if (kwNames !== null) {
              kwargs = keywordsFromStack(kwNames, stack, sp);
              last -= kwNames.length;
              kwNames = null;
            }
            let callee: Frame;
            if (f instanceof PyFunction) {
              callee = bindCall(vm, f, stack, first, last, kwargs);
            } else if (f instanceof PyNative) {
              frame.sp = base;
              stack[base] = f.raw(vm, stack.slice(first, last) as PyValue[], kwargs);
              sp = base + 1;
              break;
            } else {
              const init = f instanceof PyType ? simpleInit(f) : undefined;
              if (init === undefined) {
                stack[base] = callValue(vm, f as PyValue, stack.slice(first, last) as PyValue[], kwargs);
                sp = base + 1;
                break;
              }
              const made = allocate(vm, f as PyType);
              stack[first - 1] = made;
              callee = bindCall(vm, init, stack, first - 1, last, kwargs);
              callee.constructed = made;
            }
            pushDepth(vm, callee);
            vm.steps += 8;
            if (vm.steps > vm.nextCheck) vm.checkBudget();
            frame.sp = base;
            callee.back = frame;
            vm.frame = callee;
            frame = callee;
            continue frames;
          }
          case Opcode.CALL_FUNCTION_EX: {
            const mapping = (arg & 1) !== 0 ? stack[--sp] : undefined;
            const iterable = stack[--sp] as PyValue;
            const f = stack[--sp] as PyValue;
            sp--;
            const expanded = expandArguments(vm, f, iterable, mapping);
            if (!(f instanceof PyFunction)) {
              stack[sp++] = callValue(vm, f, expanded.args, expanded.kwargs);
              break;
            }
            const callee = bindCall(vm, f, expanded.args, 0, expanded.args.length, expanded.kwargs);
            pushDepth(vm, callee);
            vm.steps += 8;
            if (vm.steps > vm.nextCheck) vm.checkBudget();
            frame.sp = sp;
            callee.back = frame;
            vm.frame = callee;
            frame = callee;
            continue frames;
          }
          case Opcode.BUILD_TUPLE:
            sp -= arg;
            stack[sp] = new PyTuple(stack.slice(sp, sp + arg) as PyValue[]);
            sp++;
            break;
          case Opcode.BUILD_LIST:
            sp -= arg;
            stack[sp] = new PyList(stack.slice(sp, sp + arg) as PyValue[]);
            sp++;
            break;
          case Opcode.BUILD_STRING: {
            let text = "";
            for (let i = sp - arg; i < sp; i++) text += stack[i] as string;
            sp -= arg;
            stack[sp++] = text;
            break;
          }
          case Opcode.LIST_APPEND: {
            const v = stack[--sp] as PyValue;
            (stack[sp - arg] as PyList).items.push(v);
            break;
          }
          case Opcode.UNPACK_SEQUENCE: {
            const v = stack[--sp] as PyValue;
            unpackSequence(vm, stack, sp, v, arg);
            sp += arg;
            break;
          }
          case Opcode.RETURN_GENERATOR: {
            frame.sp = sp;
            const made = generators.makeGenerator(frame);
            vm.depth = frame.depth - 1;
            const back = frame.back;
            vm.frame = back;
            frame.back = null;
            if (frame.isEntry || back === null) return made;
            back.stack[back.sp++] = made;
            frame = back;
            continue frames;
          }
          case Opcode.YIELD_VALUE: {
            const v = stack[--sp];
            frame.sp = sp;
            vm.depth = frame.depth - 1;
            return v;
          }
          case Opcode.SEND: {
            const sent = generators.sendTo(vm, stack[sp - 2] as PyValue, stack[sp - 1] as PyValue);
            if (sent.yielded === undefined) {
              stack[sp - 1] = sent.result;
              ip = arg;
            } else stack[sp - 1] = sent.yielded;
            break;
          }
          case Opcode.CLEANUP_THROW: {
            const value = generators.stopResult(stack[sp - 1] as PyException);
            if (value === undefined) {
              reraising = true;
              throw new PyRaise(stack[sp - 1] as PyException);
            }
            sp--;
            stack[sp - 2] = null;
            stack[sp - 1] = value;
            break;
          }
          case Opcode.END_ASYNC_FOR:
            if (!generators.isAsyncEnd(stack[sp - 1] as PyException)) {
              reraising = true;
              throw new PyRaise(stack[sp - 1] as PyException);
            }
            sp -= 2;
            break;

          case Opcode.RAISE_VARARGS: {
            const cause = arg === 2 ? stack[--sp] : undefined;
            const exc = arg >= 1 ? stack[--sp] : undefined;
            reraising = arg === 0;
            throw raiseVarargs(vm, exc, cause);
          }
          case Opcode.RERAISE: {
            if (arg > 0) frame.ip = stack[sp - 1 - arg] as number;
            reraising = true;
            throw new PyRaise(stack[sp - 1] as PyException);
          }
          case Opcode.PUSH_EXC_INFO: {
            const exc = stack[sp - 1] as PyException;
            stack[sp - 1] = frame.handled;
            stack[sp++] = exc;
            frame.handled = exc;
            break;
          }
          case Opcode.POP_EXCEPT:
            frame.handled = stack[--sp] as PyException | null;
            break;
          default:
            frame.sp = sp;
            sp = rareInstruction(vm, frame, op, arg, sp);
        }
      }
    } catch (e) {
      // Natives that were unwound leave the interpreter's state as it was deeper down.
      vm.frame = frame;
      vm.depth = frame.depth;
      frame = unwind(vm, frame, asRaise(e), ip - 1, reraising);
      reraising = false;
    }
  }
}
