/** All operators, from the family files: looked up by target, or by name for overload resolution. */

import { deriveCopy, viewOfCopy } from "./copies.ts";
import type { OpEntry } from "./define.ts";
import { FAMILIES } from "./families.ts";
import { deriveInplace, functionalTarget, inplaceOverloadsOf } from "./inplace.ts";
import { OpError } from "./types.ts";

export class OpTable {
  private readonly byTarget = new Map<string, OpEntry>();
  private readonly byName = new Map<string, OpEntry[]>();
  private readonly families = new Map<OpEntry, string>();
  private readonly derived = new Map<string, OpEntry | null>();

  /** Families by the name of their file; a target that occurs twice throws. */
  constructor(families: Readonly<Record<string, readonly OpEntry[]>>) {
    for (const [family, entries] of Object.entries(families)) {
      for (const entry of entries) {
        if (this.byTarget.has(entry.target)) throw new Error(`operator ${entry.target} is defined twice`);
        this.byTarget.set(entry.target, entry);
        this.families.set(entry, family);
        const name = entry.target.slice(0, entry.target.lastIndexOf("."));
        const list = this.byName.get(name);
        if (list) list.push(entry);
        else this.byName.set(name, [entry]);
      }
    }
  }

  /** By full target, `aten.add.Tensor`; in-place forms and copies of views are derived. */
  get(target: string): OpEntry | null {
    return this.byTarget.get(target) ?? this.derive(target);
  }

  require(target: string): OpEntry {
    const entry = this.get(target);
    if (!entry) throw new OpError("NotImplementedError", `the operator ${target} is not supported`);
    return entry;
  }

  /** All overloads of `aten.add`, or of `aten.add_`, in the order that binding tries them. */
  overloads(name: string): readonly OpEntry[] {
    const direct = this.byName.get(name) ?? [];
    const derived = name.endsWith("_copy")
      ? (this.byName.get(name.slice(0, -"_copy".length)) ?? []).map((view) =>
          this.derive(view.target.replace(/\.(\w+)$/, "_copy.$1")),
        )
      : name.endsWith("_")
        ? inplaceOverloadsOf(name.slice(name.indexOf(".") + 1)).map((t) => this.derive(t))
        : [];
    return [...direct, ...derived.filter((e) => e !== null)];
  }

  /** The file that defines an entry, without folder and extension. */
  family(entry: OpEntry): string | null {
    return this.families.get(entry) ?? null;
  }

  [Symbol.iterator](): IterableIterator<OpEntry> {
    return this.byTarget.values();
  }

  /** In-place forms and copies of views follow from other entries. */
  private derive(target: string): OpEntry | null {
    let entry = this.derived.get(target);
    if (entry === undefined) {
      const functional = functionalTarget(target);
      const view = viewOfCopy(target);
      const base = this.byTarget.get(functional ?? view ?? "") ?? null;
      entry = base === null ? null : functional !== null ? deriveInplace(target, base) : deriveCopy(base);
      this.derived.set(target, entry);
    }
    return entry;
  }
}

export const opTable = new OpTable(FAMILIES);
