/** `torch.load` and `torch.save`: a file that is not there fails as in Python; one that is there can't be read here yet. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyException } from "../../dynamo/objects/exception.ts";
import {
  FileNotFoundErrorType,
  IsADirectoryErrorType,
  NotImplementedErrorType,
} from "../../dynamo/objects/exception_types.ts";
import { fn, type PyNative } from "../../dynamo/objects/native.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { lookupSpecial } from "../../dynamo/protocols/attribute.ts";
import { call, callMethod } from "../../dynamo/protocols/call.ts";
import { repr } from "../../dynamo/protocols/convert.ts";
import { raise, raiseException } from "../../dynamo/protocols/errors.ts";

export const CHECKPOINT_FUNCTIONS: readonly PyNative[] = [
  fn("load(f, map_location=None, pickle_module=None, *, weights_only=None, mmap=None, **pickle_load_args)", load),
  fn("save(obj, f, *args, **kwargs)", () => null),
];

function load(vm: Interpreter, f: PyValue): PyValue {
  const isPath = typeof f === "string" || lookupSpecial(vm, f, "__fspath__") !== undefined;
  if (isPath) {
    const path = vm.importModule("os.path");
    if (callMethod(vm, path, "exists", [f]) === false) {
      raiseOSError(vm, FileNotFoundErrorType, [2, "No such file or directory", f]);
    }
    if (callMethod(vm, path, "isdir", [f]) === true) {
      raiseOSError(vm, IsADirectoryErrorType, [21, "Is a directory", f]);
    }
  }
  const what = isPath ? `the checkpoint ${repr(vm, f)}` : "a checkpoint from an open file";
  return raise(
    vm,
    NotImplementedErrorType,
    `torch.load of ${what}: this exporter does not read checkpoints, so the weights are not known. Leave the call out to export the model with its initial weights.`,
    { ruleId: "DYN4001" },
  );
}

/** Made by the class itself, which gives it `errno` and the text `[Errno 2] …`. */
function raiseOSError(vm: Interpreter, type: PyType, args: readonly PyValue[]): never {
  const exc = call(vm, type, args);
  if (!(exc instanceof PyException)) throw new Error(`${type.name} made no exception`);
  return raiseException(vm, exc);
}
