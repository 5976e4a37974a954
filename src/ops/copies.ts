/** `view_copy`, `expand_copy` and their like, derived from the views: the same elements in a new contiguous tensor. */

import type { NodeValue } from "../fx/graph.ts";
import type { OpEntry } from "./define.ts";
import { isTensorMeta } from "./lowering.ts";
import { parseSchema } from "./schema.ts";
import { contiguous } from "./strides.ts";

const VIEWS: ReadonlySet<string> = new Set([
  "_reshape_alias",
  "alias",
  "as_strided",
  "detach",
  "diagonal",
  "expand",
  "narrow",
  "permute",
  "select",
  "slice",
  "split",
  "split_with_sizes",
  "squeeze",
  "t",
  "transpose",
  "unbind",
  "unfold",
  "unsqueeze",
  "view",
  "view_as_complex",
  "view_as_real",
]);

/** `aten.view_copy.default` → `aten.view.default`; null when the target is no copy of a view. */
export function viewOfCopy(target: string): string | null {
  const m = /^aten\.(\w+)_copy\.(\w+)$/.exec(target);
  return m?.[1] !== undefined && VIEWS.has(m[1]) ? `aten.${m[1]}.${m[2]}` : null;
}

export function deriveCopy(view: OpEntry): OpEntry {
  const [, name = "", overload = ""] = view.target.split(".");
  const text = view.schemaText.replace(/^aten::\w+/, `aten::${name}_copy`).replace(/Tensor\(a(?: -> \*)?\)/g, "Tensor");
  return {
    target: `aten.${name}_copy.${overload}`,
    schemaText: text,
    schema: parseSchema(text),
    notes: null,
    meta: (ctx, args) => copied(view.meta(ctx, args)),
    lower: view.lower,
    lowerComplex: view.lowerComplex,
    decompose: null,
  };
}

function copied(value: NodeValue): NodeValue {
  if (isTensorMeta(value)) return contiguous(value.dtype, value.shape, value.device);
  return Array.isArray(value) ? (value as readonly NodeValue[]).map(copied) : value;
}
