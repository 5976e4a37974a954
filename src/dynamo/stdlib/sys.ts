/** `sys`. */

import { codePointLength } from "../builtins/text/code_points.ts";
import { lazy, nativeModule } from "../importer/native_module.ts";
import type { Interpreter } from "../interpreter.ts";
import { nativeType } from "../objects/core_types.ts";
import { PyDict } from "../objects/dict.ts";
import { SystemExitType, TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { float } from "../objects/float.ts";
import { PyList } from "../objects/list.ts";
import { defineGetSet, defineMethods, fn } from "../objects/native.ts";
import { type Attrs, PyObject, type PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";
import type { PyType } from "../objects/type.ts";
import { asStr } from "../objects/unbox.ts";
import { getAttr } from "../protocols/attribute.ts";
import { callMethod } from "../protocols/call.ts";
import { index, repr } from "../protocols/convert.ts";
import { makeException, raise, raiseException } from "../protocols/errors.ts";
import { forEach } from "../protocols/iterate.ts";
import { typeOf } from "../protocols/type_of.ts";
import { structSequence, structValue } from "./struct_sequence.ts";
import { simpleNamespaceType } from "./types.ts";

const streamType: PyType = nativeType("TextIOWrapper", { module: "_io", hasDict: true });

/** `sys.stdout`, `sys.stderr`, `sys.stdin`. */
class PyStream extends PyObject {
  readonly name: string;
  readonly sink: ((text: string) => void) | null;
  constructor(name: string, sink: ((text: string) => void) | null) {
    super(streamType);
    this.name = name;
    this.sink = sink;
  }
}

defineMethods(streamType, {
  "write(self, text, /)": (vm: Interpreter, self: PyStream, value: PyValue) => {
    const text = asStr(value);
    if (text === undefined) return raise(vm, TypeErrorType, `write() argument must be str, not ${typeOf(value).name}`);
    self.sink?.(text);
    return codePointLength(text);
  },
  "writelines(self, lines, /)": (vm: Interpreter, self: PyStream, lines: PyValue) => {
    forEach(vm, lines, (line) => self.sink?.(asStr(line) ?? ""));
    return null;
  },
  "flush(self, /)": () => null,
  "close(self, /)": () => null,
  "isatty(self, /)": () => false,
  "fileno(self, /)": (_vm: Interpreter, self: PyStream) => ["<stdin>", "<stdout>", "<stderr>"].indexOf(self.name),
  "writable(self, /)": (_vm: Interpreter, self: PyStream) => self.sink !== null,
  "readable(self, /)": (_vm: Interpreter, self: PyStream) => self.sink === null,
  "read(self, size=-1, /)": () => "",
  "readline(self, size=-1, /)": () => "",
  "reconfigure(self, **options)": () => null,
  "__repr__(self, /)": (_vm: Interpreter, self: PyStream) =>
    `<_io.TextIOWrapper name='${self.name}' mode='${self.sink === null ? "r" : "w"}' encoding='utf-8'>`,
  "__enter__(self, /)": (_vm: Interpreter, self: PyStream) => self,
  "__exit__(self, *args)": () => null,
  "__iter__(self, /)": (_vm: Interpreter, self: PyStream) => self,
  "__next__(self, /)": (vm: Interpreter) => raise(vm, ValueErrorType, "the analysis has no standard input"),
});
defineGetSet(streamType, {
  name: { get: (_vm, self) => (self as PyStream).name },
  encoding: { get: () => "utf-8" },
  errors: { get: () => "strict" },
  closed: { get: () => false },
  mode: { get: (_vm, self) => ((self as PyStream).sink === null ? "r" : "w") },
});

const versionType = structSequence("sys", "version_info", ["major", "minor", "micro", "releaselevel", "serial"]);
const floatInfoType = structSequence("sys", "float_info", [
  "max",
  "max_exp",
  "max_10_exp",
  "min",
  "min_exp",
  "min_10_exp",
  "dig",
  "mant_dig",
  "epsilon",
  "radix",
  "rounds",
]);
const intInfoType = structSequence("sys", "int_info", [
  "bits_per_digit",
  "sizeof_digit",
  "default_max_str_digits",
  "str_digits_check_threshold",
]);
const hashInfoType = structSequence("sys", "hash_info", [
  "width",
  "modulus",
  "inf",
  "nan",
  "imag",
  "algorithm",
  "hash_bits",
  "seed_bits",
  "cutoff",
]);
const flagsType = structSequence("sys", "flags", [
  "debug",
  "inspect",
  "interactive",
  "optimize",
  "dont_write_bytecode",
  "no_user_site",
  "no_site",
  "ignore_environment",
  "verbose",
  "bytes_warning",
  "quiet",
  "hash_randomization",
  "isolated",
  "dev_mode",
  "utf8_mode",
  "warn_default_encoding",
  "safe_path",
  "int_max_str_digits",
]);

/** The Python version that programs see. */
export const PYTHON_VERSION = [3, 12, 0] as const;

function version(): PyTuple {
  return structValue(versionType, [...PYTHON_VERSION, "final", 0]);
}

function implementation(): PyObject {
  const value = new PyObject(simpleNamespaceType);
  value.attrs = new Map<string, PyValue>([
    ["name", "cpython"],
    ["cache_tag", "cpython-312"],
    ["version", version()],
    ["hexversion", 0x030c00f0],
  ]);
  return value;
}

const BUILTIN_MODULES = ["builtins", "sys", "math", "itertools", "time", "errno", "gc", "marshal", "posix"];

const excepthook = fn("excepthook(exctype, value, traceback, /)", () => null);
const unraisablehook = fn("unraisablehook(unraisable, /)", () => null);
const displayhook = fn("displayhook(value, /)", (vm: Interpreter, value: PyValue) => {
  if (value !== null) {
    vm.builtins.set("_", value);
    callMethod(vm, getAttr(vm, vm.importModule("sys"), "stdout"), "write", [`${repr(vm, value)}\n`]);
  }
  return null;
});

export const sysModule = nativeModule("sys", (vm) => {
  const stdout = new PyStream("<stdout>", (text) => vm.stdout(text));
  const stderr = new PyStream("<stderr>", (text) => vm.stderr(text));
  const stdin = new PyStream("<stdin>", null);
  const getter = (name: string, value: PyValue) => fn(`${name}()`, () => value);
  return {
    argv: new PyList([...vm.argv]),
    path: new PyList(vm.path as PyValue[]),
    modules: PyDict.wrap(vm.modules as Attrs),
    meta_path: new PyList([]),
    path_hooks: new PyList([]),
    path_importer_cache: lazy(() => new PyDict()),
    stdout,
    stderr,
    stdin,
    __stdout__: stdout,
    __stderr__: stderr,
    __stdin__: stdin,
    version: "3.12.0 (dynamo-onnx)",
    version_info: version(),
    hexversion: 0x030c00f0,
    api_version: 1013,
    platform: "linux",
    implementation: lazy(implementation),
    maxsize: 9223372036854775807n,
    maxunicode: 0x10ffff,
    byteorder: "little",
    copyright: "",
    executable: "",
    prefix: "/usr",
    base_prefix: "/usr",
    exec_prefix: "/usr",
    base_exec_prefix: "/usr",
    platlibdir: "lib",
    pycache_prefix: null,
    dont_write_bytecode: true,
    warnoptions: new PyList([]),
    builtin_module_names: lazy(() => new PyTuple(BUILTIN_MODULES)),
    stdlib_module_names: lazy(() => new PyTuple(BUILTIN_MODULES)),
    flags: lazy(() => structValue(flagsType, [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, false, 1, 0, false, 4300])),
    float_info: lazy(() =>
      structValue(floatInfoType, [
        float(Number.MAX_VALUE),
        1024,
        308,
        float(2 ** -1022),
        -1021,
        -307,
        15,
        53,
        float(Number.EPSILON),
        2,
        1,
      ]),
    ),
    int_info: lazy(() => structValue(intInfoType, [30, 4, 4300, 640])),
    hash_info: lazy(() =>
      structValue(hashInfoType, [64, (1n << 61n) - 1n, 314159, 0, 1000003, "siphash13", 64, 128, 0]),
    ),
    exc_info: fn("exc_info()", (inner: Interpreter) => {
      const e = inner.handledException();
      return e === null ? new PyTuple([null, null, null]) : new PyTuple([e.type, e, e.traceback]);
    }),
    exception: fn("exception()", (inner: Interpreter) => inner.handledException()),
    exit: fn("exit(status=None, /)", (inner: Interpreter, status: PyValue) => {
      const exception = status === null ? makeException(SystemExitType) : makeException(SystemExitType, status);
      return raiseException(inner, exception);
    }),
    intern: fn("intern(string, /)", (_vm: Interpreter, value: PyValue) => value),
    getrecursionlimit: fn("getrecursionlimit()", (inner: Interpreter) => inner.recursionLimit),
    setrecursionlimit: fn("setrecursionlimit(limit, /)", (inner: Interpreter, limit: PyValue) => {
      inner.recursionLimit = Number(index(inner, limit));
      return null;
    }),
    getdefaultencoding: getter("getdefaultencoding", "utf-8"),
    getfilesystemencoding: getter("getfilesystemencoding", "utf-8"),
    getfilesystemencodeerrors: getter("getfilesystemencodeerrors", "surrogateescape"),
    getsizeof: fn("getsizeof(object, default=0)", () => 64),
    getrefcount: fn("getrefcount(object, /)", () => 2),
    gettrace: getter("gettrace", null),
    settrace: fn("settrace(function, /)", () => null),
    getprofile: getter("getprofile", null),
    setprofile: fn("setprofile(function, /)", () => null),
    getswitchinterval: getter("getswitchinterval", float(0.005)),
    get_int_max_str_digits: getter("get_int_max_str_digits", 4300),
    set_int_max_str_digits: fn("set_int_max_str_digits(maxdigits)", () => null),
    is_finalizing: getter("is_finalizing", false),
    audit: fn("audit(event, /, *args)", () => null),
    _getframe: fn("_getframe(depth=0, /)", (inner: Interpreter, depth: PyValue) => {
      const frame = inner.currentFrame(Number(index(inner, depth)));
      return frame ?? raise(inner, ValueErrorType, "call stack is not deep enough");
    }),
    excepthook,
    __excepthook__: excepthook,
    unraisablehook,
    __unraisablehook__: unraisablehook,
    displayhook,
    __displayhook__: displayhook,
  };
});
