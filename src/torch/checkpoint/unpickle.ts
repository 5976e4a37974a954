/**
 * The objects of a checkpoint. Under `weights_only` a global must be one of those that PyTorch allows, or one that the
 * program added; otherwise it is imported and called as Python code is here: in the evaluator, which reaches nothing.
 */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyByteArray, PyBytes } from "../../dynamo/objects/bytes.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { TypeErrorType } from "../../dynamo/objects/exception_types.ts";
import { float } from "../../dynamo/objects/float.ts";
import { normalizeInt } from "../../dynamo/objects/int.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { PyFrozenSet, PySet } from "../../dynamo/objects/set.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { PyType } from "../../dynamo/objects/type.ts";
import { asInt } from "../../dynamo/objects/unbox.ts";
import { getAttr, lookupAttr, setAttr } from "../../dynamo/protocols/attribute.ts";
import { call, callMethod } from "../../dynamo/protocols/call.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { toArray } from "../../dynamo/protocols/iterate.ts";
import { FormatError } from "../../formats/byte_source.ts";
import type { CheckpointReader, Storages } from "../../formats/checkpoint.ts";
import { DTYPES, type DType } from "../../fx/dtype.ts";
import { deviceType } from "../objects/device.ts";
import { pyDType } from "../objects/dtype.ts";
import { sizeType } from "../objects/size.ts";
import { REBUILD, rebuildFromType } from "./rebuild.ts";
import { PyStorage, PyStorageClass, storageClass } from "./storage.ts";

export interface UnpickleOptions {
  readonly file: string;
  readonly weightsOnly: boolean;
  /** Classes and functions that the program allows besides, by `module.name`. */
  readonly allowed: ReadonlyMap<string, PyValue>;
  /** The device of a storage, from the one that it was saved on. */
  locate(storage: PyStorage): string;
}

/** Classes of the standard library that PyTorch allows. */
const PLAIN_GLOBALS = new Set([
  ..."OrderedDict Counter defaultdict".split(" ").map((name) => `collections.${name}`),
  ..."set bytearray complex frozenset int float bool str list dict tuple".split(" ").map((name) => `builtins.${name}`),
  "_codecs.encode",
]);

export class Unpickler implements CheckpointReader<PyValue> {
  private readonly vm: Interpreter;
  private readonly options: UnpickleOptions;
  private readonly storages = new Map<string, PyStorage>();
  private readonly globals = new Map<string, PyValue>();
  private source: Storages = { find: () => null };

  constructor(vm: Interpreter, options: UnpickleOptions) {
    this.vm = vm;
    this.options = options;
  }

  readonly attach = (storages: Storages): void => {
    this.source = storages;
  };

  elementSize(key: string): number {
    const storage = this.storages.get(key);
    return storage === undefined ? Number.NaN : DTYPES[storage.dtype].size;
  }

  private damaged(why: string): FormatError {
    return new FormatError({ name: this.options.file }, `the pickle is damaged: ${why}`);
  }

  constant(value: null | boolean | number | bigint | string): PyValue {
    return typeof value === "bigint" ? normalizeInt(value) : value;
  }
  float(value: number): PyValue {
    return float(value);
  }
  bytes(value: Uint8Array): PyValue {
    return new PyBytes(value);
  }
  bytearray(value: Uint8Array): PyValue {
    return new PyByteArray(value);
  }
  list(): PyValue {
    return new PyList([]);
  }
  dict(): PyValue {
    return new PyDict();
  }
  set(): PyValue {
    return new PySet();
  }
  tuple(items: readonly PyValue[]): PyValue {
    return new PyTuple([...items]);
  }
  frozenset(items: readonly PyValue[]): PyValue {
    const made = new PyFrozenSet();
    for (const item of items) made.add(this.vm, item);
    return made;
  }
  append(list: PyValue, items: readonly PyValue[]): void {
    if (list instanceof PyList) for (const item of items) list.items.push(item);
    else for (const item of items) callMethod(this.vm, list, "append", [item]);
  }
  setItems(dict: PyValue, pairs: readonly (readonly [PyValue, PyValue])[]): void {
    this.vm.charge(pairs.length);
    if (dict instanceof PyDict) for (const [key, value] of pairs) dict.set(this.vm, key, value);
    else for (const [key, value] of pairs) callMethod(this.vm, dict, "__setitem__", [key, value]);
  }
  addItems(set: PyValue, items: readonly PyValue[]): void {
    if (!(set instanceof PySet)) throw this.damaged("items are added to what is no set");
    for (const item of items) set.add(this.vm, item);
  }
  asText(value: PyValue): string | null {
    return typeof value === "string" ? value : null;
  }

  global(module: string, name: string): PyValue {
    const full = `${module === "__builtin__" ? "builtins" : module}.${name}`;
    const known = this.globals.get(full);
    if (known !== undefined) return known;
    const found = this.options.allowed.get(full) ?? this.ownGlobal(full) ?? this.imported(full, name);
    this.globals.set(full, found);
    return found;
  }

  private ownGlobal(full: string): PyValue | undefined {
    const name = full.slice(full.lastIndexOf(".") + 1);
    if (full.startsWith("torch._utils.")) return REBUILD[name];
    if (full === "torch._tensor._rebuild_from_type_v2") return rebuildFromType;
    if (full === "torch.Size") return sizeType;
    if (full === "torch.device") return deviceType;
    if (/^torch\.(cuda\.|storage\.)?\w+Storage$/.test(full)) return storageClass(name) ?? undefined;
    if (full === `torch.${name}` && name in DTYPES) return pyDType(name as DType);
    if (full === "torch.Tensor" || full === "torch.nn.parameter.Parameter") return this.resolve(full, name);
    return PLAIN_GLOBALS.has(full) ? this.resolve(full, name) : undefined;
  }

  private imported(full: string, name: string): PyValue {
    if (!this.options.weightsOnly) return this.resolve(full, name);
    return raiseUnsafe(this.vm, this.options.file, full);
  }

  private resolve(full: string, name: string): PyValue {
    const { vm } = this;
    if (full === "_codecs.encode") return getAttr(vm, vm.importModule("codecs"), "encode");
    const module = full.slice(0, -name.length - 1);
    const start = vm.modules.get(module) ?? vm.importModule(module);
    return name.split(".").reduce((object: PyValue, part) => getAttr(vm, object, part), start);
  }

  call(callable: PyValue, args: PyValue): PyValue {
    this.vm.charge(1);
    return call(this.vm, callable, toArray(this.vm, args));
  }

  newObject(cls: PyValue, args: PyValue, kwargs: PyValue | null): PyValue {
    if (!(cls instanceof PyType)) throw this.damaged("an object has no class");
    const named = kwargs instanceof PyDict ? new Map(kwargs.attrMap) : null;
    return call(this.vm, getAttr(this.vm, cls, "__new__"), [cls, ...toArray(this.vm, args)], named);
  }

  build(object: PyValue, state: PyValue): void {
    const { vm } = this;
    if (!(object instanceof PyObject)) throw this.damaged("a plain value is given attributes");
    const setState = lookupAttr(vm, object, "__setstate__");
    if (setState !== undefined) {
      call(vm, setState, [state]);
      return;
    }
    const pair = state instanceof PyTuple && state.items.length === 2 ? state.items : [state, null];
    const [own = null, slots = null] = pair;
    if (own instanceof PyDict) object.attrs = new Map([...(object.attrs ?? []), ...own.attrMap]);
    else if (own !== null) throw this.damaged("the state of an object is no dictionary");
    if (slots instanceof PyDict) for (const [key, value] of slots.entries()) setAttr(vm, object, String(key), value);
  }

  /** `('storage', class, key, location, count)`, with the place of a view behind it in older files. */
  persistent(id: PyValue): PyValue {
    const [kind, cls, key, location, count] = id instanceof PyTuple ? id.items : [];
    const length = asInt(count ?? null);
    if (
      kind !== "storage" ||
      !(cls instanceof PyStorageClass) ||
      typeof location !== "string" ||
      length === undefined
    ) {
      throw this.damaged("the description of a storage is not known");
    }
    const name = String(key);
    const known = this.storages.get(name);
    if (known !== undefined) return known;
    const place = {
      key: name,
      dtype: cls.dtype,
      count: Number(length),
      file: this.options.file,
      storages: { find: (k: string) => this.source.find(k) },
    };
    const storage = new PyStorage(place, this.options.locate(new PyStorage(place, location)));
    this.storages.set(name, storage);
    return storage;
  }
}

function raiseUnsafe(vm: Interpreter, file: string, full: string): never {
  const error = getAttr(vm, vm.importModule("pickle"), "UnpicklingError");
  if (!(error instanceof PyType)) return raise(vm, TypeErrorType, "pickle.UnpicklingError is no class");
  return raise(
    vm,
    error,
    `Weights only load failed for ${file}. WeightsUnpickler error: Unsupported global: GLOBAL ${full} was not an allowed global by default. ` +
      `Please use \`torch.serialization.add_safe_globals([${full}])\` or the \`torch.serialization.safe_globals([${full}])\` context manager ` +
      "to allowlist this global if you trust this class/function, or pass weights_only=False to torch.load.",
    { ruleId: "DYN6001" },
  );
}
