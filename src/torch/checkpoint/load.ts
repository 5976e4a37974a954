/** `torch.load` and `torch.save`. Loading reads the head of a file; saving writes none, and keeps the object for a later load. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { PyException } from "../../dynamo/objects/exception.ts";
import {
  AttributeErrorType,
  EOFErrorType,
  FileNotFoundErrorType,
  IsADirectoryErrorType,
  RuntimeErrorType,
} from "../../dynamo/objects/exception_types.ts";
import { fn, type PyNative } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { asBytesLike } from "../../dynamo/objects/unbox.ts";
import { PyUnknown } from "../../dynamo/objects/unknown.ts";
import { getAttr, lookupAttr, lookupSpecial } from "../../dynamo/protocols/attribute.ts";
import { call, callMethod } from "../../dynamo/protocols/call.ts";
import { truth } from "../../dynamo/protocols/convert.ts";
import { raise, raiseException } from "../../dynamo/protocols/errors.ts";
import { typeOf } from "../../dynamo/protocols/type_of.ts";
import { type ByteSource, bytesSource, FormatError, fileSource } from "../../formats/byte_source.ts";
import { readCheckpoint } from "../../formats/checkpoint.ts";
import { notPerformed } from "../not_performed.ts";
import { deviceFrom, PyDevice } from "../objects/device.ts";
import { torchState } from "../state.ts";
import { allowedGlobals } from "./serialization.ts";
import { PyStorage } from "./storage.ts";
import { Unpickler } from "./unpickle.ts";

export const CHECKPOINT_FUNCTIONS: readonly PyNative[] = [
  fn("load(f, map_location=None, pickle_module=None, *, weights_only=True, mmap=None, **pickle_load_args)", load),
  fn("save(obj, f, pickle_module=None, pickle_protocol=2, _use_new_zipfile_serialization=True)", save),
];

function load(vm: Interpreter, f: PyValue, mapLocation: PyValue, _module: PyValue, weightsOnly: PyValue): PyValue {
  if (f instanceof PyUnknown) return f;
  const saved = savedObjects(vm).get(savedKey(vm, f) ?? "");
  if (saved !== undefined) return deepCopy(vm, saved);
  const source = openSource(vm, f);
  const unpickler = new Unpickler(vm, {
    file: source.name,
    weightsOnly: weightsOnly === null || truth(vm, weightsOnly),
    allowed: allowedGlobals(vm),
    locate: (storage) => deviceOf(vm, storage, mapLocation),
  });
  return reading(vm, () => {
    if (source.size === 0) return raise(vm, EOFErrorType, `Ran out of input: ${source.name} is empty`);
    return readCheckpoint(source, unpickler, unpickler.attach);
  });
}

/** A damaged file is Python's RuntimeError with the file's name. */
export function reading<T>(vm: Interpreter, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof FormatError) return raise(vm, RuntimeErrorType, error.message, { ruleId: "DYN6001" });
    throw error;
  }
}

/** The file behind a path, or the content of an open file; raises what `open` would. */
export function openSource(vm: Interpreter, f: PyValue): ByteSource {
  const path = absolutePath(vm, f);
  if (path !== null) {
    const source = fileSource(vm.host, path, String(f));
    if (source !== null) return source;
    return vm.host.isDirectory(path)
      ? raiseOSError(vm, IsADirectoryErrorType, [21, "Is a directory", f])
      : raiseOSError(vm, FileNotFoundErrorType, [2, "No such file or directory", f]);
  }
  if (lookupAttr(vm, f, "read") === undefined) {
    return raise(
      vm,
      AttributeErrorType,
      `'${typeOf(f).name}' object has no attribute 'seek'. You can only torch.load from a file that is seekable. ` +
        "Please pre-load the data into a buffer like io.BytesIO and try to load from it instead.",
    );
  }
  const opened = openedFile(vm, f);
  if (opened !== null) return opened;
  const bytes = asBytesLike(callMethod(vm, f, "read"));
  if (bytes === undefined) return raise(vm, RuntimeErrorType, "torch.load needs a file opened in binary mode");
  return bytesSource("the open file", bytes);
}

/** A file that `open` gave and of which nothing was read yet: its data can wait where they are. */
function openedFile(vm: Interpreter, f: PyValue): ByteSource | null {
  const isFile = call(vm, vm.builtins.get("isinstance") ?? null, [
    f,
    getAttr(vm, vm.importModule("io"), "BufferedReader"),
  ]);
  if (isFile !== true || callMethod(vm, f, "tell") !== 0) return null;
  const path = getAttr(vm, f, "_path");
  return typeof path === "string" ? fileSource(vm.host, path, String(getAttr(vm, f, "name"))) : null;
}

/** Relative paths start at the program's folder, where a user runs it. Null for what is no path. */
export function absolutePath(vm: Interpreter, f: PyValue): string | null {
  const isPath = typeof f === "string" || lookupSpecial(vm, f, "__fspath__") !== undefined;
  if (!isPath) return null;
  const text = callMethod(vm, vm.importModule("os.path"), "abspath", [
    callMethod(vm, vm.importModule("os"), "fspath", [f]),
  ]);
  return typeof text === "string" ? text : null;
}

/** The device of a storage: `map_location` is a device, a table of devices, or a function of storage and location. */
function deviceOf(vm: Interpreter, storage: PyStorage, mapLocation: PyValue): string {
  if (mapLocation === null) return storage.device;
  if (mapLocation instanceof PyDict) {
    const mapped = mapLocation.get(vm, storage.device);
    return mapped === undefined ? storage.device : deviceFrom(vm, mapped).name;
  }
  if (mapLocation instanceof PyDevice || typeof mapLocation === "string" || typeof mapLocation === "number") {
    return deviceFrom(vm, mapLocation).name;
  }
  const result = call(vm, mapLocation, [new PyStorage(storage, "cpu"), storage.device]);
  return result instanceof PyStorage ? result.device : storage.device;
}

function save(vm: Interpreter, obj: PyValue, f: PyValue): PyValue {
  const key = savedKey(vm, f);
  if (key === null) return null;
  savedObjects(vm).set(key, deepCopy(vm, obj));
  notPerformed(vm, "torch.save", {
    level: "note",
    message:
      "torch.save writes no file during the analysis. A torch.load of the same path in this program gives the saved object.",
  });
  return null;
}

function deepCopy(vm: Interpreter, value: PyValue): PyValue {
  return callMethod(vm, vm.importModule("copy"), "deepcopy", [value]);
}

type Saved = Map<string | PyObject, PyValue>;

function savedObjects(vm: Interpreter): Saved {
  return torchState(vm).saved;
}

export function savedKey(vm: Interpreter, f: PyValue): string | PyObject | null {
  return absolutePath(vm, f) ?? (f instanceof PyObject ? f : null);
}

/** Made by the class itself, which gives it `errno` and the text `[Errno 2] …`. */
function raiseOSError(vm: Interpreter, type: PyType, args: readonly PyValue[]): never {
  const exc = call(vm, type, args);
  if (!(exc instanceof PyException)) throw new Error(`${type.name} made no exception`);
  return raiseException(vm, exc);
}
