/** Every identifier of the texts once, found by its characters: no string is made for a name that was seen before. */

import { KEYWORDS } from "./token.ts";

/** Names kept from one text to the next; a table with more is given up. */
const MAX_NAMES = 1 << 16;

export class NameTable {
  /** The keywords come first, in their order. */
  readonly texts: string[] = [];
  private hashes = new Int32Array(1 << 12);
  /** Open addressing: an index into `texts` plus one, 0 for none. */
  private slots = new Int32Array(1 << 13);

  constructor() {
    for (const keyword of KEYWORDS) this.find(keyword, 0, keyword.length, hashOf(keyword));
  }

  isFull(): boolean {
    return this.texts.length > MAX_NAMES;
  }

  /** The index of `text[start..end]`, whose hash (as `hashStep` gives it) the caller knows. */
  find(text: string, start: number, end: number, hash: number): number {
    const mask = this.slots.length - 1;
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const index = (this.slots[slot] as number) - 1;
      if (index < 0) return this.add(text.slice(start, end), hash, slot);
      if (this.hashes[index] === hash && isAt(this.texts[index] as string, text, start, end)) return index;
    }
  }

  private add(name: string, hash: number, slot: number): number {
    const index = this.texts.push(name) - 1;
    this.hashes[index] = hash;
    this.slots[slot] = index + 1;
    if (this.texts.length === this.hashes.length) this.grow();
    return index;
  }

  private grow(): void {
    const hashes = new Int32Array(this.hashes.length * 2);
    hashes.set(this.hashes);
    this.hashes = hashes;
    this.slots = new Int32Array(hashes.length * 2);
    const mask = this.slots.length - 1;
    for (let index = 0; index < this.texts.length; index++) {
      const hash = hashes[index] as number;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = index + 1;
    }
  }
}

function isAt(name: string, text: string, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) !== text.charCodeAt(start + i)) return false;
  return true;
}

export function hashStep(hash: number, code: number): number {
  return (Math.imul(hash, 31) + code) | 0;
}

export function hashOf(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = hashStep(hash, name.charCodeAt(i));
  return hash;
}
