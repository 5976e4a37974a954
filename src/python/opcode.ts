/**
 * The instruction set: CPython 3.12's opcodes by name and meaning (documented in its `dis` module), numbered densely.
 *
 * The encoding differs from CPython's, the meaning does not:
 * - an instruction is a pair (opcode, oparg) of full width: no EXTENDED_ARG, no CACHE entries;
 * - the oparg of every jump (JUMP_*, POP_JUMP_IF_*, FOR_ITER, SEND) is the absolute index of the target instruction;
 * - LOAD_FAST, LOAD_DEREF, MAKE_CELL, LOAD_CLOSURE … all index `localsplusnames`;
 * - KW_NAMES indexes `consts`: a tuple of strings; it applies to the CALL that follows at once.
 *
 * Reminders of the less obvious ones (stack grows to the right; `oparg` is written i):
 * - LOAD_GLOBAL: name is names[i >> 1]; if i & 1, a NULL is pushed before the value.
 * - LOAD_ATTR: name is names[i >> 1]; if i & 1, `o` becomes `method, self` when the attribute is a method of the type, else `NULL, value`.
 * - LOAD_SUPER_ATTR: `super, class, self` becomes the attribute names[i >> 2]; i & 1 as in LOAD_ATTR; i & 2 when super had two arguments.
 * - CALL: `NULL, callable, args…` or `method, self, args…`; i counts args (keyword values included), never self.
 * - CALL_FUNCTION_EX: `NULL, callable, iterable[, mapping if i & 1]`.
 * - MAKE_FUNCTION: `[defaults tuple if i & 1][kwdefaults dict if i & 2][annotations tuple (name, value, …) if i & 4][closure tuple if i & 8], code`.
 * - COMPARE_OP: the operator is COMPARE_OPS[i >> 4]; the low bits are CPython's specialisation mask.
 * - FOR_ITER: pushes the next value; on exhaustion pushes NULL and jumps to i, where END_FOR pops both
 *   (so an evaluator may just as well pop the iterator and go on at i + 1).
 * - SEND: `receiver, value` becomes `receiver, yielded`; when the receiver returns, `receiver, result` and a jump to i (an END_SEND).
 * - END_SEND drops the value under the top. END_ASYNC_FOR: `aiter, exc`: pops both if exc is StopAsyncIteration, else reraises.
 * - CLEANUP_THROW: `sub-iterator, last sent value, exc`: if exc is StopIteration becomes `None, its value`, else reraises.
 * - YIELD_VALUE: i is the depth of exception blocks around it (no meaning for evaluation). RESUME: 0 start, 1 after yield, 2 after yield from, 3 after await.
 * - RETURN_GENERATOR makes the generator from the frame and returns it to the caller; when it is first resumed, a value
 *   (None) is on its stack, which the POP_TOP that follows removes.
 * - BEFORE_WITH: `manager` becomes `bound __exit__, result of __enter__`. WITH_EXCEPT_START: `exit, lasti, previous exc, exc` gets `exit(type, exc, tb)` pushed.
 * - PUSH_EXC_INFO: `exc` becomes `previous exc, exc` and exc is now being handled. POP_EXCEPT pops the previous exc and restores it.
 * - CHECK_EXC_MATCH: `exc, type` becomes `exc, bool`. CHECK_EG_MATCH: `exc, type` becomes `rest or None, match or None`.
 * - RERAISE: raises the top; if i > 0, the value at depth i below it is the `lasti` to blame (it stays on the stack).
 * - MATCH_KEYS: `subject, keys` gets a tuple of values or None pushed. MATCH_CLASS: `subject, class, names tuple` becomes attributes tuple or None; i positional patterns.
 * - FORMAT_VALUE: i & 3 conversion (0 none, 1 str, 2 repr, 3 ascii); i & 4: a format spec is on top.
 * - GET_AWAITABLE: i is 0, 1 (result of __aenter__) or 2 (result of __aexit__), for the error text.
 * - IMPORT_NAME: `level, fromlist` becomes the module. RAISE_VARARGS: i values: exception, cause.
 * - BUILD_CONST_KEY_MAP: i values, then a tuple of keys. UNPACK_EX: i & 255 before the star, i >> 8 after.
 * - LOAD_LOCALS, LOAD_FROM_DICT_OR_GLOBALS, LOAD_FROM_DICT_OR_DEREF: the dict on top is looked in first, then globals and builtins, or the cell.
 */
export const enum Opcode {
  NOP,
  RESUME,
  POP_TOP,
  PUSH_NULL,
  COPY,
  SWAP,
  // loads and stores
  LOAD_CONST,
  LOAD_FAST,
  LOAD_FAST_CHECK,
  LOAD_FAST_AND_CLEAR,
  STORE_FAST,
  DELETE_FAST,
  LOAD_GLOBAL,
  STORE_GLOBAL,
  DELETE_GLOBAL,
  LOAD_NAME,
  STORE_NAME,
  DELETE_NAME,
  MAKE_CELL,
  COPY_FREE_VARS,
  LOAD_CLOSURE,
  LOAD_DEREF,
  STORE_DEREF,
  DELETE_DEREF,
  LOAD_LOCALS,
  LOAD_FROM_DICT_OR_GLOBALS,
  LOAD_FROM_DICT_OR_DEREF,
  LOAD_ATTR,
  STORE_ATTR,
  DELETE_ATTR,
  LOAD_SUPER_ATTR,
  BINARY_SUBSCR,
  STORE_SUBSCR,
  DELETE_SUBSCR,
  BINARY_SLICE,
  STORE_SLICE,
  // operators
  UNARY_NEGATIVE,
  UNARY_NOT,
  UNARY_INVERT,
  BINARY_OP,
  COMPARE_OP,
  IS_OP,
  CONTAINS_OP,
  // control flow
  JUMP_FORWARD,
  JUMP_BACKWARD,
  JUMP_BACKWARD_NO_INTERRUPT,
  POP_JUMP_IF_FALSE,
  POP_JUMP_IF_TRUE,
  POP_JUMP_IF_NONE,
  POP_JUMP_IF_NOT_NONE,
  GET_ITER,
  FOR_ITER,
  END_FOR,
  RETURN_VALUE,
  RETURN_CONST,
  // calls and functions
  KW_NAMES,
  CALL,
  CALL_FUNCTION_EX,
  CALL_INTRINSIC_1,
  CALL_INTRINSIC_2,
  MAKE_FUNCTION,
  LOAD_BUILD_CLASS,
  // containers and text
  BUILD_TUPLE,
  BUILD_LIST,
  BUILD_SET,
  BUILD_MAP,
  BUILD_CONST_KEY_MAP,
  BUILD_STRING,
  BUILD_SLICE,
  FORMAT_VALUE,
  LIST_APPEND,
  LIST_EXTEND,
  SET_ADD,
  SET_UPDATE,
  MAP_ADD,
  DICT_UPDATE,
  DICT_MERGE,
  UNPACK_SEQUENCE,
  UNPACK_EX,
  GET_LEN,
  // generators and coroutines
  RETURN_GENERATOR,
  YIELD_VALUE,
  GET_YIELD_FROM_ITER,
  SEND,
  END_SEND,
  CLEANUP_THROW,
  GET_AWAITABLE,
  GET_AITER,
  GET_ANEXT,
  END_ASYNC_FOR,
  // exceptions and context managers
  RAISE_VARARGS,
  RERAISE,
  PUSH_EXC_INFO,
  POP_EXCEPT,
  CHECK_EXC_MATCH,
  CHECK_EG_MATCH,
  LOAD_ASSERTION_ERROR,
  BEFORE_WITH,
  BEFORE_ASYNC_WITH,
  WITH_EXCEPT_START,
  // imports, annotations, matching
  IMPORT_NAME,
  IMPORT_FROM,
  SETUP_ANNOTATIONS,
  MATCH_MAPPING,
  MATCH_SEQUENCE,
  MATCH_KEYS,
  MATCH_CLASS,
}

export type OpcodeName = keyof typeof Opcode;

/** What an oparg means, as the disassembler prints it. */
export type OpargKind =
  | "none"
  | "int"
  | "const"
  | "name"
  | "global"
  | "attr"
  | "superattr"
  | "local"
  | "jump"
  | "binary"
  | "compare"
  | "invert"
  | "intrinsic1"
  | "intrinsic2"
  | "function"
  | "format";

/** Values pushed minus values popped; for a jump, `jump` says which way it goes. */
type StackEffect = number | ((oparg: number, jump: boolean) => number);

export interface OpcodeInfo {
  readonly name: OpcodeName;
  readonly opcode: Opcode;
  readonly oparg: OpargKind;
  readonly effect: StackEffect;
}

const negated = (i: number): number => -i;
const oneFrom = (i: number): number => 1 - i;

const TABLE: Record<OpcodeName, readonly [Opcode, OpargKind, StackEffect]> = {
  NOP: [Opcode.NOP, "none", 0],
  RESUME: [Opcode.RESUME, "int", 0],
  POP_TOP: [Opcode.POP_TOP, "none", -1],
  PUSH_NULL: [Opcode.PUSH_NULL, "none", 1],
  COPY: [Opcode.COPY, "int", 1],
  SWAP: [Opcode.SWAP, "int", 0],
  LOAD_CONST: [Opcode.LOAD_CONST, "const", 1],
  LOAD_FAST: [Opcode.LOAD_FAST, "local", 1],
  LOAD_FAST_CHECK: [Opcode.LOAD_FAST_CHECK, "local", 1],
  LOAD_FAST_AND_CLEAR: [Opcode.LOAD_FAST_AND_CLEAR, "local", 1],
  STORE_FAST: [Opcode.STORE_FAST, "local", -1],
  DELETE_FAST: [Opcode.DELETE_FAST, "local", 0],
  LOAD_GLOBAL: [Opcode.LOAD_GLOBAL, "global", (i) => (i & 1) + 1],
  STORE_GLOBAL: [Opcode.STORE_GLOBAL, "name", -1],
  DELETE_GLOBAL: [Opcode.DELETE_GLOBAL, "name", 0],
  LOAD_NAME: [Opcode.LOAD_NAME, "name", 1],
  STORE_NAME: [Opcode.STORE_NAME, "name", -1],
  DELETE_NAME: [Opcode.DELETE_NAME, "name", 0],
  MAKE_CELL: [Opcode.MAKE_CELL, "local", 0],
  COPY_FREE_VARS: [Opcode.COPY_FREE_VARS, "int", 0],
  LOAD_CLOSURE: [Opcode.LOAD_CLOSURE, "local", 1],
  LOAD_DEREF: [Opcode.LOAD_DEREF, "local", 1],
  STORE_DEREF: [Opcode.STORE_DEREF, "local", -1],
  DELETE_DEREF: [Opcode.DELETE_DEREF, "local", 0],
  LOAD_LOCALS: [Opcode.LOAD_LOCALS, "none", 1],
  LOAD_FROM_DICT_OR_GLOBALS: [Opcode.LOAD_FROM_DICT_OR_GLOBALS, "name", 0],
  LOAD_FROM_DICT_OR_DEREF: [Opcode.LOAD_FROM_DICT_OR_DEREF, "local", 0],
  LOAD_ATTR: [Opcode.LOAD_ATTR, "attr", (i) => i & 1],
  STORE_ATTR: [Opcode.STORE_ATTR, "name", -2],
  DELETE_ATTR: [Opcode.DELETE_ATTR, "name", -1],
  LOAD_SUPER_ATTR: [Opcode.LOAD_SUPER_ATTR, "superattr", (i) => (i & 1) - 2],
  BINARY_SUBSCR: [Opcode.BINARY_SUBSCR, "none", -1],
  STORE_SUBSCR: [Opcode.STORE_SUBSCR, "none", -3],
  DELETE_SUBSCR: [Opcode.DELETE_SUBSCR, "none", -2],
  BINARY_SLICE: [Opcode.BINARY_SLICE, "none", -2],
  STORE_SLICE: [Opcode.STORE_SLICE, "none", -4],
  UNARY_NEGATIVE: [Opcode.UNARY_NEGATIVE, "none", 0],
  UNARY_NOT: [Opcode.UNARY_NOT, "none", 0],
  UNARY_INVERT: [Opcode.UNARY_INVERT, "none", 0],
  BINARY_OP: [Opcode.BINARY_OP, "binary", -1],
  COMPARE_OP: [Opcode.COMPARE_OP, "compare", -1],
  IS_OP: [Opcode.IS_OP, "invert", -1],
  CONTAINS_OP: [Opcode.CONTAINS_OP, "invert", -1],
  JUMP_FORWARD: [Opcode.JUMP_FORWARD, "jump", 0],
  JUMP_BACKWARD: [Opcode.JUMP_BACKWARD, "jump", 0],
  JUMP_BACKWARD_NO_INTERRUPT: [Opcode.JUMP_BACKWARD_NO_INTERRUPT, "jump", 0],
  POP_JUMP_IF_FALSE: [Opcode.POP_JUMP_IF_FALSE, "jump", -1],
  POP_JUMP_IF_TRUE: [Opcode.POP_JUMP_IF_TRUE, "jump", -1],
  POP_JUMP_IF_NONE: [Opcode.POP_JUMP_IF_NONE, "jump", -1],
  POP_JUMP_IF_NOT_NONE: [Opcode.POP_JUMP_IF_NOT_NONE, "jump", -1],
  GET_ITER: [Opcode.GET_ITER, "none", 0],
  FOR_ITER: [Opcode.FOR_ITER, "jump", 1],
  END_FOR: [Opcode.END_FOR, "none", -2],
  RETURN_VALUE: [Opcode.RETURN_VALUE, "none", -1],
  RETURN_CONST: [Opcode.RETURN_CONST, "const", 0],
  KW_NAMES: [Opcode.KW_NAMES, "const", 0],
  CALL: [Opcode.CALL, "int", (i) => -1 - i],
  CALL_FUNCTION_EX: [Opcode.CALL_FUNCTION_EX, "int", (i) => -2 - (i & 1)],
  CALL_INTRINSIC_1: [Opcode.CALL_INTRINSIC_1, "intrinsic1", 0],
  CALL_INTRINSIC_2: [Opcode.CALL_INTRINSIC_2, "intrinsic2", -1],
  MAKE_FUNCTION: [
    Opcode.MAKE_FUNCTION,
    "function",
    (i) => -((i & 1) + ((i >> 1) & 1) + ((i >> 2) & 1) + ((i >> 3) & 1)),
  ],
  LOAD_BUILD_CLASS: [Opcode.LOAD_BUILD_CLASS, "none", 1],
  BUILD_TUPLE: [Opcode.BUILD_TUPLE, "int", oneFrom],
  BUILD_LIST: [Opcode.BUILD_LIST, "int", oneFrom],
  BUILD_SET: [Opcode.BUILD_SET, "int", oneFrom],
  BUILD_MAP: [Opcode.BUILD_MAP, "int", (i) => 1 - 2 * i],
  BUILD_CONST_KEY_MAP: [Opcode.BUILD_CONST_KEY_MAP, "int", negated],
  BUILD_STRING: [Opcode.BUILD_STRING, "int", oneFrom],
  BUILD_SLICE: [Opcode.BUILD_SLICE, "int", oneFrom],
  FORMAT_VALUE: [Opcode.FORMAT_VALUE, "format", (i) => -((i >> 2) & 1)],
  LIST_APPEND: [Opcode.LIST_APPEND, "int", -1],
  LIST_EXTEND: [Opcode.LIST_EXTEND, "int", -1],
  SET_ADD: [Opcode.SET_ADD, "int", -1],
  SET_UPDATE: [Opcode.SET_UPDATE, "int", -1],
  MAP_ADD: [Opcode.MAP_ADD, "int", -2],
  DICT_UPDATE: [Opcode.DICT_UPDATE, "int", -1],
  DICT_MERGE: [Opcode.DICT_MERGE, "int", -1],
  UNPACK_SEQUENCE: [Opcode.UNPACK_SEQUENCE, "int", (i) => i - 1],
  UNPACK_EX: [Opcode.UNPACK_EX, "int", (i) => (i & 0xff) + (i >> 8)],
  GET_LEN: [Opcode.GET_LEN, "none", 1],
  RETURN_GENERATOR: [Opcode.RETURN_GENERATOR, "none", 1],
  YIELD_VALUE: [Opcode.YIELD_VALUE, "int", 0],
  GET_YIELD_FROM_ITER: [Opcode.GET_YIELD_FROM_ITER, "none", 0],
  SEND: [Opcode.SEND, "jump", 0],
  END_SEND: [Opcode.END_SEND, "none", -1],
  CLEANUP_THROW: [Opcode.CLEANUP_THROW, "none", -1],
  GET_AWAITABLE: [Opcode.GET_AWAITABLE, "int", 0],
  GET_AITER: [Opcode.GET_AITER, "none", 0],
  GET_ANEXT: [Opcode.GET_ANEXT, "none", 1],
  END_ASYNC_FOR: [Opcode.END_ASYNC_FOR, "none", -2],
  RAISE_VARARGS: [Opcode.RAISE_VARARGS, "int", negated],
  RERAISE: [Opcode.RERAISE, "int", -1],
  PUSH_EXC_INFO: [Opcode.PUSH_EXC_INFO, "none", 1],
  POP_EXCEPT: [Opcode.POP_EXCEPT, "none", -1],
  CHECK_EXC_MATCH: [Opcode.CHECK_EXC_MATCH, "none", 0],
  CHECK_EG_MATCH: [Opcode.CHECK_EG_MATCH, "none", 0],
  LOAD_ASSERTION_ERROR: [Opcode.LOAD_ASSERTION_ERROR, "none", 1],
  BEFORE_WITH: [Opcode.BEFORE_WITH, "none", 1],
  BEFORE_ASYNC_WITH: [Opcode.BEFORE_ASYNC_WITH, "none", 1],
  WITH_EXCEPT_START: [Opcode.WITH_EXCEPT_START, "none", 1],
  IMPORT_NAME: [Opcode.IMPORT_NAME, "name", -1],
  IMPORT_FROM: [Opcode.IMPORT_FROM, "name", 1],
  SETUP_ANNOTATIONS: [Opcode.SETUP_ANNOTATIONS, "none", 0],
  MATCH_MAPPING: [Opcode.MATCH_MAPPING, "none", 1],
  MATCH_SEQUENCE: [Opcode.MATCH_SEQUENCE, "none", 1],
  MATCH_KEYS: [Opcode.MATCH_KEYS, "none", 1],
  MATCH_CLASS: [Opcode.MATCH_CLASS, "int", -2],
};

/** The table by opcode number. */
export const OPCODES: readonly OpcodeInfo[] = (Object.keys(TABLE) as OpcodeName[])
  .map((name): OpcodeInfo => {
    const [opcode, oparg, effect] = TABLE[name];
    return { name, opcode, oparg, effect };
  })
  .sort((a, b) => a.opcode - b.opcode);

/** The entry of an opcode; an unknown number is a fault of ours. */
export function opcodeInfo(opcode: number): OpcodeInfo {
  const info = OPCODES[opcode];
  if (info === undefined) throw new Error(`no opcode ${opcode}`);
  return info;
}

/** Net change of the stack depth. `jump`: the branch that is taken to the oparg. */
export function stackEffect(opcode: number, oparg: number, jump: boolean): number {
  const { effect } = opcodeInfo(opcode);
  return typeof effect === "number" ? effect : effect(oparg, jump);
}

/** BINARY_OP operators by oparg (CPython's NB_* order); 13 and above are the in-place forms of 0 to 12. */
export const BINARY_OPS = [
  "+",
  "&",
  "//",
  "<<",
  "@",
  "*",
  "%",
  "|",
  "**",
  ">>",
  "-",
  "/",
  "^",
  "+=",
  "&=",
  "//=",
  "<<=",
  "@=",
  "*=",
  "%=",
  "|=",
  "**=",
  ">>=",
  "-=",
  "/=",
  "^=",
] as const;

/** The first in-place operator of BINARY_OP. */
export const INPLACE_BASE = 13;

/** COMPARE_OP operators by oparg >> 4. */
export const COMPARE_OPS = ["<", "<=", "==", "!=", ">", ">="] as const;

/** CALL_INTRINSIC_1 operands. */
export const enum Intrinsic1 {
  PRINT = 1,
  IMPORT_STAR = 2,
  STOPITERATION_ERROR = 3,
  ASYNC_GEN_WRAP = 4,
  UNARY_POSITIVE = 5,
  LIST_TO_TUPLE = 6,
  TYPEVAR = 7,
  PARAMSPEC = 8,
  TYPEVARTUPLE = 9,
  SUBSCRIPT_GENERIC = 10,
  TYPEALIAS = 11,
}

/** CALL_INTRINSIC_2 operands. SET_TYPEPARAM_DEFAULT is 3.13's. */
export const enum Intrinsic2 {
  PREP_RERAISE_STAR = 1,
  TYPEVAR_WITH_BOUND = 2,
  TYPEVAR_WITH_CONSTRAINTS = 3,
  SET_FUNCTION_TYPE_PARAMS = 4,
  SET_TYPEPARAM_DEFAULT = 5,
}

/** MAKE_FUNCTION's oparg bits. */
export const enum FunctionFlag {
  DEFAULTS = 1,
  KWDEFAULTS = 2,
  ANNOTATIONS = 4,
  CLOSURE = 8,
}

/** Names of the intrinsics, by operand, for the disassembler. */
export const INTRINSIC1_NAMES: Record<Intrinsic1, string> = {
  [Intrinsic1.PRINT]: "INTRINSIC_PRINT",
  [Intrinsic1.IMPORT_STAR]: "INTRINSIC_IMPORT_STAR",
  [Intrinsic1.STOPITERATION_ERROR]: "INTRINSIC_STOPITERATION_ERROR",
  [Intrinsic1.ASYNC_GEN_WRAP]: "INTRINSIC_ASYNC_GEN_WRAP",
  [Intrinsic1.UNARY_POSITIVE]: "INTRINSIC_UNARY_POSITIVE",
  [Intrinsic1.LIST_TO_TUPLE]: "INTRINSIC_LIST_TO_TUPLE",
  [Intrinsic1.TYPEVAR]: "INTRINSIC_TYPEVAR",
  [Intrinsic1.PARAMSPEC]: "INTRINSIC_PARAMSPEC",
  [Intrinsic1.TYPEVARTUPLE]: "INTRINSIC_TYPEVARTUPLE",
  [Intrinsic1.SUBSCRIPT_GENERIC]: "INTRINSIC_SUBSCRIPT_GENERIC",
  [Intrinsic1.TYPEALIAS]: "INTRINSIC_TYPEALIAS",
};
export const INTRINSIC2_NAMES: Record<Intrinsic2, string> = {
  [Intrinsic2.PREP_RERAISE_STAR]: "INTRINSIC_PREP_RERAISE_STAR",
  [Intrinsic2.TYPEVAR_WITH_BOUND]: "INTRINSIC_TYPEVAR_WITH_BOUND",
  [Intrinsic2.TYPEVAR_WITH_CONSTRAINTS]: "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS",
  [Intrinsic2.SET_FUNCTION_TYPE_PARAMS]: "INTRINSIC_SET_FUNCTION_TYPE_PARAMS",
  [Intrinsic2.SET_TYPEPARAM_DEFAULT]: "INTRINSIC_SET_TYPEPARAM_DEFAULT",
};
