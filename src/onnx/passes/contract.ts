/** Groups nodes by module call so that each group can become one node: the contracted graph stays free of cycles. */

import { reads } from "../graph_access.ts";
import type { ModuleScope, Node, Value } from "../ir.ts";

/** A group of nodes of one module call, or a single node outside of any. */
export interface Item {
  readonly scope: ModuleScope | null;
  readonly nodes: Node[];
}

/**
 * The items in topological order. `scopesOf` tells the module calls that may group a node, outermost first. A call whose
 * nodes can't be made one node (what it computes first goes through nodes outside and comes back) is passed over: its
 * nodes stay, and the calls inside it are grouped in its stead.
 */
export function contract(nodes: readonly Node[], scopesOf: (node: Node) => readonly ModuleScope[]): Item[] {
  const skipped = new Set<string>();
  for (;;) {
    const items = group(nodes, scopesOf, skipped);
    const sorted = sortItems(items);
    if (!("cycle" in sorted)) return sorted.order;
    for (const item of sorted.cycle) if (item.scope !== null) skipped.add(scopeKey(item.scope));
  }
}

/** Which call it is; scope objects may differ from node to node. */
function scopeKey(scope: ModuleScope): string {
  return `${scope.className}#${scope.path}#${scope.call}`;
}

function group(
  nodes: readonly Node[],
  scopesOf: (node: Node) => readonly ModuleScope[],
  skipped: ReadonlySet<string>,
): Item[] {
  const items: Item[] = [];
  const byScope = new Map<string, Item>();
  for (const node of nodes) {
    const scope = scopesOf(node).find((candidate) => !skipped.has(scopeKey(candidate))) ?? null;
    const known = scope === null ? undefined : byScope.get(scopeKey(scope));
    if (known !== undefined) {
      known.nodes.push(node);
      continue;
    }
    const item: Item = { scope, nodes: [node] };
    if (scope !== null) byScope.set(scopeKey(scope), item);
    items.push(item);
  }
  return items;
}

/** Depth first from the items in their order: what an item reads comes before it. */
function sortItems(items: readonly Item[]): { order: Item[] } | { cycle: Item[] } {
  const producer = new Map<Value, Item>();
  for (const item of items) {
    for (const node of item.nodes) for (const value of node.outputs) if (value !== null) producer.set(value, item);
  }
  const order: Item[] = [];
  const done = new Set<Item>();
  const open = new Map<Item, Iterator<Item>>();
  for (const start of items) {
    const path: Item[] = [];
    const enter = (item: Item) => {
      path.push(item);
      open.set(item, needs(item, producer));
    };
    if (!done.has(start)) enter(start);
    for (let item = path.at(-1); item !== undefined; item = path.at(-1)) {
      const next = open.get(item)?.next();
      if (next === undefined || next.done) {
        path.pop();
        open.delete(item);
        done.add(item);
        order.push(item);
      } else if (open.has(next.value)) {
        return { cycle: path.slice(path.indexOf(next.value)) };
      } else if (!done.has(next.value)) enter(next.value);
    }
  }
  return { order };
}

function* needs(item: Item, producer: ReadonlyMap<Value, Item>): Generator<Item> {
  for (const node of item.nodes) {
    for (const value of reads(node)) {
      const from = producer.get(value);
      if (from !== undefined && from !== item) yield from;
    }
  }
}
