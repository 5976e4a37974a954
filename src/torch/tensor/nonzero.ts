/** `torch.nonzero`: rows of places, or with `as_tuple` a tensor of places for each dimension. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { truth } from "../../dynamo/protocols/convert.ts";
import { dispatch } from "./dispatch.ts";

export function nonzero(vm: Interpreter, input: PyValue, asTuple: PyValue): PyValue {
  return dispatch(vm, truth(vm, asTuple) ? "aten.nonzero_numpy" : "aten.nonzero", [input]);
}
