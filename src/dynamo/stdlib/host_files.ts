/** `_host`: what the host tells about files, for `os`, `os.path` and `io`. Nothing here writes. */

import { nativeModule } from "../importer/native_module.ts";
import type { Interpreter } from "../interpreter.ts";
import { PyBytes } from "../objects/bytes.ts";
import { OSErrorType } from "../objects/exception_types.ts";
import { PyList } from "../objects/list.ts";
import { PyModule } from "../objects/module.ts";
import { fn } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";
import { asStr } from "../objects/unbox.ts";
import { raise } from "../protocols/errors.ts";

/** The directory of the main program stands in for the process's working directory. */
function workingDirectory(vm: Interpreter): string {
  const main = vm.modules.get("__main__");
  const file = main instanceof PyModule ? asStr(main.getOwn("__file__") ?? null) : undefined;
  const script = file ?? vm.argv[0] ?? "";
  const cut = script.lastIndexOf("/");
  return cut > 0 ? script.slice(0, cut) : "/";
}

export const hostFilesModule = nativeModule("_host", () => ({
  getcwd: fn("getcwd()", (vm: Interpreter) => workingDirectory(vm)),
  isfile: fn("isfile(path, /)", (vm: Interpreter, path: PyValue) => vm.host.isFile(asStr(path) ?? "")),
  isdir: fn("isdir(path, /)", (vm: Interpreter, path: PyValue) => vm.host.isDirectory(asStr(path) ?? "")),
  size: fn("size(path, /)", (vm: Interpreter, path: PyValue) => vm.host.size(asStr(path) ?? "")),
  read: fn("read(path, /)", (vm: Interpreter, path: PyValue) => {
    const bytes = vm.opensFiles ? vm.host.readBytes(asStr(path) ?? "") : null;
    return bytes === null ? raise(vm, OSErrorType, `the file ${asStr(path)} can't be read`) : new PyBytes(bytes);
  }),
  listdir: fn("listdir(path, /)", (vm: Interpreter, path: PyValue) => {
    const directory = asStr(path) ?? "";
    if (!vm.host.isDirectory(directory)) return null;
    return new PyList(vm.host.readDirectory(directory).map((e) => new PyTuple([e.name, e.isDirectory])));
  }),
}));
