/** The parameter names of what is exported: they name the graph's inputs. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyFunction } from "../../dynamo/objects/function.ts";
import { PyMethod } from "../../dynamo/objects/method.ts";
import { PyNative } from "../../dynamo/objects/native.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { lookupAttr } from "../../dynamo/protocols/attribute.ts";
import { CodeFlag } from "../../python/code_object.ts";

export interface CallSignature {
  /** Positional parameters, without `self`. */
  readonly positional: readonly string[];
  readonly varPositional: string | null;
}

export function signatureOf(vm: Interpreter, callable: PyValue): CallSignature {
  if (callable instanceof PyMethod) {
    const inner = signatureOf(vm, callable.func);
    return { ...inner, positional: inner.positional.slice(1) };
  }
  if (callable instanceof PyFunction) {
    const code = callable.code.source;
    const names = code.localsplusnames;
    const varargs = (code.flags & CodeFlag.VARARGS) !== 0;
    return {
      positional: names.slice(0, code.argcount),
      varPositional: varargs ? (names[code.argcount + code.kwonlyargcount] ?? null) : null,
    };
  }
  if (callable instanceof PyNative) {
    const wrapped = callable.attrs?.get("__wrapped__");
    if (wrapped !== undefined) return signatureOf(vm, wrapped);
    const parameters = callable.signature?.parameters ?? [];
    return {
      positional: (callable.signature?.positional ?? []).map((p) => p.name),
      varPositional: parameters.find((p) => p.kind === "var-positional")?.name ?? null,
    };
  }
  const call = lookupAttr(vm, callable, "__call__");
  if (call instanceof PyMethod && call.func instanceof PyFunction) return signatureOf(vm, call);
  return { positional: [], varPositional: "args" };
}

/** The names of the positional arguments of one call: `x`, `args_0`, … */
export function argumentNames(signature: CallSignature, count: number): string[][] {
  return Array.from({ length: count }, (_, i) => {
    const name = signature.positional[i];
    if (name !== undefined) return [name];
    return [signature.varPositional ?? "args", String(i - signature.positional.length)];
  });
}
