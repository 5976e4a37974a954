/**
 * A tree-sitter tree copied into flat arrays, in document order.
 *
 * Each property of a tree-sitter node costs a call into WebAssembly; one walk that asks only for what cannot be derived
 * is several times faster than lowering from the nodes themselves.
 */

import type { Tree, TreeCursor } from "web-tree-sitter";
import { Kind, type KindTable } from "./syntax_kind.ts";

/** Deeper trees are cut off: what hangs below becomes a node of kind `TooDeep`. */
export const MAX_DEPTH = 1000;

/** Node `n` spans `start[n]..end[n]`; its children are `n + 1`, `next[n + 1]`, … up to `next[n]`. */
export interface Cst {
  readonly count: number;
  readonly kind: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly next: Int32Array;
}

/** Copies `tree`; comments are left out, strings without replacement fields are leaves. */
export function flatten(tree: Tree, text: string, table: KindTable): Cst {
  const builder = new Builder(Math.max(64, text.length >> 1));
  const cursor = tree.walk();
  try {
    walk(cursor, text, table, builder, tree.rootNode.hasError);
  } finally {
    cursor.delete();
  }
  return builder;
}

/** The same tree for a text that stands `by` characters further on. */
export function shift(cst: Cst, by: number): Cst {
  return {
    ...cst,
    count: cst.count,
    start: cst.start.map((offset) => offset + by),
    end: cst.end.map((offset) => offset + by),
  };
}

const ERROR_TYPE = 65535;

function walk(cursor: TreeCursor, text: string, table: KindTable, out: Builder, hasError: boolean): void {
  const open: number[] = [];
  for (;;) {
    const type = cursor.nodeTypeId;
    const kind = type === ERROR_TYPE ? Kind.Error : (table.kinds[type] ?? Kind.Token);
    if (kind !== Kind.Extra) {
      if (isInterior(kind) || (kind === Kind.String && isFormatted(text, cursor.startIndex))) {
        const node = out.push(kind);
        if (open.length >= MAX_DEPTH) {
          out.close(node, Kind.TooDeep, cursor.startIndex, cursor.endIndex);
        } else if (cursor.gotoFirstChild()) {
          open.push(node);
          continue;
        } else {
          out.close(node, kind, cursor.startIndex, cursor.endIndex);
        }
      } else {
        const start = cursor.startIndex;
        const length = table.lengths[type] ?? 0;
        const fixed = kind < Kind.Identifier || (kind >= Kind.Comma && kind <= Kind.Semicolon);
        if (hasError && cursor.nodeIsMissing) out.leaf(Kind.Error, start, start);
        else out.leaf(kind, start, fixed && length > 0 ? start + length : cursor.endIndex);
      }
    }
    while (!cursor.gotoNextSibling()) {
      const node = open.pop();
      if (node === undefined) return;
      cursor.gotoParent();
      out.closeAroundChildren(node, cursor);
      if (open.length === 0) return;
    }
  }
}

function isInterior(kind: Kind): boolean {
  return (kind >= Kind.Module && kind !== Kind.String) || kind === Kind.Error;
}

/** Whether the string literal at `index` has an `f` in its prefix. */
function isFormatted(text: string, index: number): boolean {
  for (let i = index; i < index + 2; i++) {
    const code = text.charCodeAt(i) | 0x20;
    if (code === 0x66 /* f */ || code === 0x74 /* t */) return true;
    if (code < 0x61 || code > 0x7a) return false;
  }
  return false;
}

class Builder implements Cst {
  count = 0;
  kind: Uint8Array;
  start: Int32Array;
  end: Int32Array;
  next: Int32Array;

  constructor(capacity: number) {
    this.kind = new Uint8Array(capacity);
    this.start = new Int32Array(capacity);
    this.end = new Int32Array(capacity);
    this.next = new Int32Array(capacity);
  }

  push(kind: Kind): number {
    if (this.count === this.kind.length) this.grow();
    const node = this.count++;
    this.kind[node] = kind;
    return node;
  }

  leaf(kind: Kind, start: number, end: number): void {
    this.close(this.push(kind), kind, start, end);
  }

  close(node: number, kind: Kind, start: number, end: number): void {
    this.kind[node] = kind;
    this.start[node] = start;
    this.end[node] = end;
    this.next[node] = this.count;
  }

  /** A node spans its children, without the comments around them. */
  closeAroundChildren(node: number, cursor: TreeCursor): void {
    this.next[node] = this.count;
    if (this.count === node + 1) {
      this.start[node] = cursor.startIndex;
      this.end[node] = cursor.startIndex;
      return;
    }
    this.start[node] = this.start[node + 1] ?? 0;
    let last = node + 1;
    for (let child = last; child < this.count; child = this.next[child] ?? this.count) last = child;
    this.end[node] = this.end[last] ?? 0;
  }

  private grow(): void {
    const capacity = this.kind.length * 2;
    const grown = <T extends Uint8Array | Int32Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.kind = grown(this.kind, new Uint8Array(capacity));
    this.start = grown(this.start, new Int32Array(capacity));
    this.end = grown(this.end, new Int32Array(capacity));
    this.next = grown(this.next, new Int32Array(capacity));
  }
}
