/** `torch.export.load` and `torch.export.save`. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyBytes } from "../../dynamo/objects/bytes.ts";
import { OSErrorType, RuntimeErrorType, TypeErrorType } from "../../dynamo/objects/exception_types.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { lookupAttr } from "../../dynamo/protocols/attribute.ts";
import { callMethod } from "../../dynamo/protocols/call.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { typeOf } from "../../dynamo/protocols/type_of.ts";
import { readPt2 } from "../../formats/pt2/read.ts";
import type { TensorData } from "../../fx/exported_program.ts";
import { openSource, reading, savedKey } from "../checkpoint/load.ts";
import { notPerformed } from "../not_performed.ts";
import { ModelRefused } from "../services.ts";
import { torchState } from "../state.ts";
import { UnreadWeights } from "../tensor/value.ts";
import { PyExportedProgram } from "./exported_program.ts";

/** Weights stay in the file until they are needed; an editor reads none. */
export function loadProgram(vm: Interpreter, f: PyValue): PyValue {
  const saved = torchState(vm).saved.get(savedKey(vm, f) ?? "");
  if (saved instanceof PyExportedProgram) return saved;
  const source = openSource(vm, f);
  const program = reading(vm, () => readPt2(source));
  const known = new Map<object, TensorData>();
  const state = new Map<string, TensorData>();
  for (const [name, data] of program.state) {
    const value = known.get(data) ?? storedValue(vm, source.name, data);
    known.set(data, value);
    state.set(name, value);
  }
  const exampleInputs = program.exampleInputs.map((data) =>
    data === null ? null : storedValue(vm, source.name, data),
  );
  return new PyExportedProgram({ ...program, state, exampleInputs }, null);
}

function storedValue(vm: Interpreter, file: string, data: TensorData): TensorData {
  const torch = torchState(vm);
  const read = (): Uint8Array => {
    if (torch.services !== null && !torch.services.readsWeights) throw new UnreadWeights(file);
    return data.bytes();
  };
  return torch.valueOf(data.meta, { kind: "stored", read });
}

export function saveProgram(vm: Interpreter, ep: PyValue, f: PyValue): PyValue {
  if (!(ep instanceof PyExportedProgram)) {
    return raise(
      vm,
      TypeErrorType,
      `The 'ep' parameter must be an instance of 'ExportedProgram', got '${typeOf(ep).name}' instead.`,
    );
  }
  const key = savedKey(vm, f);
  if (key !== null) torchState(vm).saved.set(key, ep);
  const { services } = torchState(vm);
  const write = lookupAttr(vm, f, "write");
  if (services !== null && write !== undefined) {
    callMethod(vm, f, "write", [new PyBytes(refused(vm, () => services.programBytes(ep.program)))]);
    return null;
  }
  if (services !== null && refused(vm, () => services.saveProgram(ep.program, pathOf(vm, f)))) return null;
  notPerformed(vm, "torch.export.save", {
    level: "note",
    message:
      "torch.export.save writes no file during the analysis. A torch.export.load of the same path in this program gives the saved program.",
  });
  return null;
}

function pathOf(vm: Interpreter, f: PyValue): string {
  const path = typeof f === "string" ? f : callMethod(vm, f, "__fspath__", []);
  return typeof path === "string" ? path : raise(vm, TypeErrorType, "the file must be a path or an open file");
}

function refused<T>(vm: Interpreter, work: () => T): T {
  try {
    return work();
  } catch (e) {
    if (!(e instanceof ModelRefused)) throw e;
    return raise(
      vm,
      e.exception === "OSError" ? OSErrorType : RuntimeErrorType,
      e.message,
      e.ruleId === null ? {} : { ruleId: e.ruleId },
    );
  }
}
