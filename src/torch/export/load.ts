/** `torch.export.load` and `torch.export.save`. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { TypeErrorType } from "../../dynamo/objects/exception_types.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { typeOf } from "../../dynamo/protocols/type_of.ts";
import { readPt2 } from "../../formats/pt2/read.ts";
import type { TensorData } from "../../fx/exported_program.ts";
import { openSource, reading, savedKey } from "../checkpoint/load.ts";
import { notPerformed } from "../not_performed.ts";
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
  notPerformed(vm, "torch.export.save", {
    level: "note",
    message:
      "torch.export.save writes no file during the analysis. A torch.export.load of the same path in this program gives the saved program.",
  });
  return null;
}
