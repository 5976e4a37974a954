/** Methods and attributes of the built-in exceptions. */

import type { Interpreter } from "../interpreter.ts";
import { PyDict } from "../objects/dict.ts";
import { baseExceptionType, PyException, PyTraceback } from "../objects/exception.ts";
import {
  AttributeErrorType,
  BlockingIOErrorType,
  BrokenPipeErrorType,
  ChildProcessErrorType,
  ConnectionAbortedErrorType,
  ConnectionRefusedErrorType,
  ConnectionResetErrorType,
  FileExistsErrorType,
  FileNotFoundErrorType,
  ImportErrorType,
  InterruptedErrorType,
  IsADirectoryErrorType,
  KeyErrorType,
  NameErrorType,
  NotADirectoryErrorType,
  OSErrorType,
  PermissionErrorType,
  ProcessLookupErrorType,
  StopIterationType,
  SyntaxErrorType,
  SystemExitType,
  TimeoutErrorType,
  TypeErrorType,
  UnicodeDecodeErrorType,
  UnicodeEncodeErrorType,
  UnicodeTranslateErrorType,
} from "../objects/exception_types.ts";
import { PyList } from "../objects/list.ts";
import { defineGetSet, defineMethods, type Kwargs } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";
import type { PyType } from "../objects/type.ts";
import { asBytesLike, asStr } from "../objects/unbox.ts";
import { repr, str } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { toArray } from "../protocols/iterate.ts";
import { typeOf } from "../protocols/type_of.ts";
import { joinReprs, tupleRepr } from "./containers_repr.ts";

function exceptionOrNone(vm: Interpreter, value: PyValue | undefined, what: string): PyException | null {
  if (value === undefined) return raise(vm, TypeErrorType, `${what} may not be deleted`);
  if (value === null || value instanceof PyException) return value;
  return raise(
    vm,
    TypeErrorType,
    `exception ${what.replace("__", "").replace("__", "")} must be None or derive from BaseException`,
  );
}

const self = (value: PyValue): PyException => value as PyException;

defineMethods(baseExceptionType, {
  "__new__(cls, *args, **kwargs)": (_vm: Interpreter, cls: PyType, args: readonly PyValue[]) =>
    new PyException(new PyTuple(args), osErrorClass(cls, args)),
  "__init__(self, *args, **kwargs)": (vm: Interpreter, e: PyException, args: readonly PyValue[], kwargs: Kwargs) => {
    if (kwargs.size > 0) raise(vm, TypeErrorType, `${e.type.name}() takes no keyword arguments`);
    e.args = new PyTuple(args);
    return null;
  },
  "__repr__(self, /)": (vm: Interpreter, e: PyException) =>
    e.args.items.length === 1
      ? `${e.type.name}(${joinReprs(vm, e.args.items)})`
      : e.type.name + tupleRepr(vm, e.args.items),
  "__str__(self, /)": (vm: Interpreter, e: PyException) => {
    const { items } = e.args;
    if (items.length === 0) return "";
    return items.length === 1 ? str(vm, items[0] as PyValue) : tupleRepr(vm, items);
  },
  "with_traceback(self, tb, /)": (vm: Interpreter, e: PyException, tb: PyValue) => {
    if (tb !== null && !(tb instanceof PyTraceback))
      raise(vm, TypeErrorType, "__traceback__ must be a traceback or None");
    e.traceback = tb as PyTraceback | null;
    return e;
  },
  "add_note(self, note, /)": (vm: Interpreter, e: PyException, note: PyValue) => {
    if (asStr(note) === undefined) raise(vm, TypeErrorType, `note must be a str, not '${typeOf(note).name}'`);
    e.attrs ??= new Map();
    const known = e.attrs.get("__notes__");
    const notes = known instanceof PyList ? known : new PyList([]);
    notes.items.push(note);
    e.attrs.set("__notes__", notes);
    e.notes = notes.items;
    return null;
  },
  "__reduce__(self, /)": (_vm: Interpreter, e: PyException) => {
    const attrs = e.attrs === null || e.attrs.size === 0 ? [] : [PyDict.fromStrings(e.attrs)];
    return new PyTuple([e.type, e.args, ...attrs]);
  },
  "__setstate__(self, state, /)": (_vm: Interpreter, e: PyException, state: PyValue) => {
    if (!(state instanceof PyDict)) return null;
    e.attrs ??= new Map();
    for (const [name, value] of state.attrMap) e.attrs.set(name, value);
    return null;
  },
});

defineGetSet(baseExceptionType, {
  args: {
    get: (_vm, e) => self(e).args,
    set: (vm, e, value) => {
      self(e).args = new PyTuple(toArray(vm, value ?? null));
    },
  },
  __cause__: {
    get: (_vm, e) => self(e).cause,
    set: (vm, e, value) => {
      self(e).cause = exceptionOrNone(vm, value, "__cause__");
      self(e).suppressContext = true;
    },
  },
  __context__: {
    get: (_vm, e) => self(e).context,
    set: (vm, e, value) => {
      self(e).context = exceptionOrNone(vm, value, "__context__");
    },
  },
  __suppress_context__: {
    get: (_vm, e) => self(e).suppressContext,
    set: (_vm, e, value) => {
      self(e).suppressContext = value === true;
    },
  },
  __traceback__: {
    get: (_vm, e) => self(e).traceback,
    set: (vm, e, value) => {
      if (value !== null && !(value instanceof PyTraceback)) {
        raise(vm, TypeErrorType, "__traceback__ must be a traceback or None");
      }
      self(e).traceback = value as PyTraceback | null;
    },
  },
});

/** Attributes that stand in for named arguments: None until given. Kept apart from the instance's `__dict__`. */
const fields = new WeakMap<PyException, Map<string, PyValue>>();

function field(e: PyException, name: string): PyValue | undefined {
  return fields.get(e)?.get(name) ?? undefined;
}

function setField(e: PyException, name: string, value: PyValue): void {
  let map = fields.get(e);
  if (map === undefined) {
    map = new Map();
    fields.set(e, map);
  }
  map.set(name, value);
}

/** `otherwise` derives the value from the arguments when it was never set. */
function defineFields(type: PyType, names: Readonly<Record<string, (e: PyException) => PyValue>>): void {
  for (const [name, otherwise] of Object.entries(names)) {
    defineGetSet(type, {
      [name]: {
        // Natives that raise put the value among the instance's attributes.
        get: (_vm, e) => field(self(e), name) ?? self(e).attrs?.get(name) ?? otherwise(self(e)),
        set: (_vm, e, value) => setField(self(e), name, value ?? null),
      },
    });
  }
}

const argument =
  (i: number) =>
  (e: PyException): PyValue =>
    e.args.items[i] ?? null;
const none = (): PyValue => null;

defineFields(StopIterationType, { value: argument(0) });
defineFields(SystemExitType, {
  code: (e) => (e.args.items.length > 1 ? e.args : (e.args.items[0] ?? null)),
});
defineMethods(KeyErrorType, {
  "__str__(self, /)": (vm: Interpreter, e: PyException) => {
    const { items } = e.args;
    if (items.length === 1) return repr(vm, items[0] as PyValue);
    return items.length === 0 ? "" : tupleRepr(vm, items);
  },
});

/** Exceptions whose constructor takes named fields beside the message. */
function defineNamed(type: PyType, names: readonly string[]): void {
  defineFields(type, Object.fromEntries(names.map((name) => [name, none])));
  const parameters = names.map((name) => `${name}=None`).join(", ");
  defineMethods(type, {
    [`__init__(self, *args, ${parameters})`]: (
      _vm: Interpreter,
      e: PyException,
      args: readonly PyValue[],
      ...values: PyValue[]
    ) => {
      e.args = new PyTuple(args);
      names.forEach((name, i) => {
        setField(e, name, values[i] ?? null);
      });
      return null;
    },
  });
}
defineNamed(AttributeErrorType, ["name", "obj"]);
defineNamed(NameErrorType, ["name"]);
defineNamed(ImportErrorType, ["name", "path"]);
defineFields(ImportErrorType, { msg: argument(0), name_from: none });

const ERRNO_CLASSES: Readonly<Record<number, PyType>> = {
  1: PermissionErrorType,
  2: FileNotFoundErrorType,
  3: ProcessLookupErrorType,
  4: InterruptedErrorType,
  10: ChildProcessErrorType,
  11: BlockingIOErrorType,
  13: PermissionErrorType,
  17: FileExistsErrorType,
  20: NotADirectoryErrorType,
  21: IsADirectoryErrorType,
  32: BrokenPipeErrorType,
  103: ConnectionAbortedErrorType,
  104: ConnectionResetErrorType,
  110: TimeoutErrorType,
  111: ConnectionRefusedErrorType,
};

/** `OSError(errno, text)` makes an instance of the errno's own class. */
function osErrorClass(cls: PyType, args: readonly PyValue[]): PyType {
  if (cls !== OSErrorType || args.length < 2 || typeof args[0] !== "number") return cls;
  return ERRNO_CLASSES[args[0]] ?? cls;
}

const system =
  (i: number) =>
  (e: PyException): PyValue =>
    e.args.items.length >= 2 ? (e.args.items[i] ?? null) : null;
defineFields(OSErrorType, { errno: system(0), strerror: system(1), filename: none, filename2: none });
defineMethods(OSErrorType, {
  "__init__(self, *args)": (_vm: Interpreter, e: PyException, args: readonly PyValue[]) => {
    e.args = new PyTuple(args.length > 2 && args.length <= 5 ? args.slice(0, 2) : args);
    if (args.length > 2) setField(e, "filename", args[2] ?? null);
    if (args.length > 4) setField(e, "filename2", args[4] ?? null);
    return null;
  },
  "__str__(self, /)": (vm: Interpreter, e: PyException) => {
    const { items } = e.args;
    if (items.length < 2) return items.length === 0 ? "" : str(vm, items[0] as PyValue);
    if (items.length > 2) return tupleRepr(vm, items);
    const text = `[Errno ${str(vm, items[0] as PyValue)}] ${str(vm, items[1] as PyValue)}`;
    const file = field(e, "filename");
    const second = field(e, "filename2");
    if (file === undefined) return text;
    return `${text}: ${repr(vm, file)}${second === undefined ? "" : ` -> ${repr(vm, second)}`}`;
  },
});

const detail =
  (i: number) =>
  (e: PyException): PyValue => {
    const details = e.args.items[1];
    return details instanceof PyTuple ? (details.items[i] ?? null) : null;
  };
defineFields(SyntaxErrorType, {
  msg: argument(0),
  filename: detail(0),
  lineno: detail(1),
  offset: detail(2),
  text: detail(3),
  end_lineno: detail(4),
  end_offset: detail(5),
  print_file_and_line: none,
});
defineMethods(SyntaxErrorType, {
  "__str__(self, /)": (vm: Interpreter, e: PyException) => {
    const message = str(vm, e.args.items[0] ?? null);
    const file = field(e, "filename") ?? detail(0)(e);
    const line = field(e, "lineno") ?? detail(1)(e);
    const name = file === null ? "" : (asStr(file) ?? "").replace(/^.*\//, "");
    if (name !== "" && line !== null) return `${message} (${name}, line ${str(vm, line)})`;
    if (name !== "") return `${message} (${name})`;
    return line === null ? message : `${message} (line ${str(vm, line)})`;
  },
});

for (const [type, at] of [
  [UnicodeDecodeErrorType, 0],
  [UnicodeEncodeErrorType, 0],
  [UnicodeTranslateErrorType, -1],
] as const) {
  defineFields(type, {
    encoding: at < 0 ? none : argument(0),
    object: argument(at + 1),
    start: argument(at + 2),
    end: argument(at + 3),
    reason: argument(at + 4),
  });
}

function range(start: number, end: number): string {
  return end === start + 1 ? `position ${start}` : `position ${start}-${end - 1}`;
}

defineMethods(UnicodeDecodeErrorType, {
  "__str__(self, /)": (vm: Interpreter, e: PyException) => {
    const [encoding = "", object = null, start = 0, end = 0, reason = ""] = e.args.items;
    const from = Number(start as number);
    const to = Number(end as number);
    const byte = asBytesLike(object)?.[from] ?? 0;
    const what = to === from + 1 ? `byte 0x${byte.toString(16).padStart(2, "0")} in` : "bytes in";
    return `'${str(vm, encoding)}' codec can't decode ${what} ${range(from, to)}: ${str(vm, reason)}`;
  },
});
defineMethods(UnicodeEncodeErrorType, {
  "__str__(self, /)": (vm: Interpreter, e: PyException) => {
    const [encoding = "", object = "", start = 0, end = 0, reason = ""] = e.args.items;
    const from = Number(start as number);
    const to = Number(end as number);
    const code = Array.from(asStr(object) ?? "")[from]?.codePointAt(0) ?? 0;
    const shown =
      code < 0x100
        ? `\\x${code.toString(16).padStart(2, "0")}`
        : code < 0x10000
          ? `\\u${code.toString(16).padStart(4, "0")}`
          : `\\U${code.toString(16).padStart(8, "0")}`;
    const what = to === from + 1 ? `character '${shown}' in` : "characters in";
    return `'${str(vm, encoding)}' codec can't encode ${what} ${range(from, to)}: ${str(vm, reason)}`;
  },
});
