/** `torch._safetensors`: the one primitive behind the `safetensors` package, whose own is compiled code. */

import { type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { fn } from "../../dynamo/objects/native.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { asBytesLike } from "../../dynamo/objects/unbox.ts";
import { bytesSource, FormatError } from "../../formats/byte_source.ts";
import { readSafetensors, SAFETENSORS_DTYPES } from "../../formats/safetensors.ts";
import { contiguous } from "../../ops/strides.ts";
import { notPerformed } from "../not_performed.ts";
import { deviceFrom } from "../objects/device.ts";
import { absolutePath, openSource } from "./load.ts";
import { tensorInFile } from "./storage.ts";

/** `(tensors, metadata)`, or the problem's text. */
function open(vm: Interpreter, file: PyValue, device: PyValue): PyValue {
  const bytes = asBytesLike(file);
  const source = bytes === undefined ? openSource(vm, file) : bytesSource("the safetensors data", bytes);
  const name = device === null ? "cpu" : deviceFrom(vm, device).name;
  try {
    const { tensors, metadata } = readSafetensors(source);
    const made = [...tensors].map(([key, { dtype, shape, data }]): [string, PyValue] => [
      key,
      tensorInFile(vm, source.name, data, contiguous(dtype, shape, name)),
    ]);
    return new PyTuple([PyDict.fromStrings(made), PyDict.fromStrings(metadata)]);
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
}

export function safetensorsModule(): NativeModule {
  return nativeModule("torch._safetensors", () => ({
    open: fn("open(file, device=None)", open),
    path: fn("path(file)", (vm, file: PyValue) => absolutePath(vm, file)),
    dtypes: PyDict.fromStrings([...SAFETENSORS_DTYPES].map(([name, dtype]): [string, PyValue] => [dtype, name])),
    not_written: fn("not_written(function)", (vm, name: PyValue) => {
      notPerformed(vm, "safetensors.save", {
        level: "note",
        message: `${String(name)} writes no file during the analysis. Loading the same path in this program gives the saved tensors.`,
      });
      return null;
    }),
  }));
}
