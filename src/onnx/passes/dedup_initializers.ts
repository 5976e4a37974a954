/** Makes one initializer of those that are the same tensor: by identity always, by content where that is cheap to compare. */

import { allNodes, replaceUses } from "../graph_access.ts";
import type { Graph, Model, TensorContent, Value } from "../ir.ts";
import type { PassResult } from "../pass.ts";

/** Contents up to this size are compared byte by byte; larger ones would have to be materialised. */
const COMPARED_BYTES = 1024;

export function dedupInitializers(model: Model): PassResult {
  return { model, changed: dedup(model.graph) };
}

function dedup(graph: Graph): boolean {
  const byIdentity = new Map<object, Value>();
  const byContent = new Map<string, Value>();
  const replacements = new Map<Value, Value>();
  const exposed = new Set<Value>([...graph.outputs, ...graph.inputs]);
  for (const [name, { value, content, literal }] of [...graph.initializers]) {
    if (exposed.has(value)) continue;
    const same = content.identity === undefined ? undefined : byIdentity.get(content.identity);
    const key = literal ? contentKey(content) : undefined;
    const first = same ?? (key === undefined ? undefined : byContent.get(key));
    if (first !== undefined) {
      replacements.set(value, first);
      graph.initializers.delete(name);
      continue;
    }
    if (content.identity !== undefined) byIdentity.set(content.identity, value);
    if (key !== undefined) byContent.set(key, value);
  }
  replaceUses(graph.nodes, replacements);
  let changed = replacements.size > 0;
  for (const node of allNodes(graph.nodes)) {
    for (const attribute of node.attributes.values()) {
      if (attribute.type === "graph") changed = dedup(attribute.value) || changed;
    }
  }
  return changed;
}

/** Text that equal contents share; undefined for those too large. */
export function contentKey(content: TensorContent): string | undefined {
  if (content.strings !== undefined || content.byteLength > COMPARED_BYTES) return undefined;
  let text = `${content.dtype}[${content.shape.join(",")}]`;
  for (const byte of content.bytes()) text += String.fromCharCode(byte);
  return text;
}
