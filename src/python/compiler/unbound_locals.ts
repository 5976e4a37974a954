/**
 * Finds the loads of locals that may not be bound yet, which become LOAD_FAST_CHECK.
 *
 * Works along the assembler's single pass. Back edges need no second look: along a loop a variable only becomes bound,
 * except by `del`, and a variable that is deleted anywhere is always checked.
 */

import { Opcode } from "../opcode.ts";
import type { Label } from "./instruction_stream.ts";
import type { Unit } from "./unit.ts";

export class UnboundLocals {
  /** By slot: 1 when the variable may be unbound here; null where control can't come. */
  private state: Uint8Array | null;
  private readonly atLabel = new Map<Label, Uint8Array>();
  private readonly always: Uint8Array;
  private readonly parameters: number;

  constructor(unit: Unit) {
    const count = unit.localsplusnames.length;
    this.parameters = unit.ownScope.isFunctionLike ? unit.ownScope.params.length : 0;
    this.always = new Uint8Array(count);
    const { opcodes, opargs } = unit.stream;
    for (let i = 0; i < opcodes.length; i++) {
      if (opcodes[i] === Opcode.DELETE_FAST) this.always[opargs[i] ?? 0] = 1;
    }
    this.state = new Uint8Array(count).fill(1);
    this.state.fill(0, 0, this.parameters);
  }

  /** A jump goes from here to `label`. */
  joinInto(label: Label): void {
    if (this.state === null) return;
    const known = this.atLabel.get(label);
    if (known === undefined) this.atLabel.set(label, this.state.slice());
    else join(known, this.state);
  }

  /** Control comes to `label`, by jumps noted before and from the instruction before it. */
  enter(label: Label): void {
    const known = this.atLabel.get(label);
    if (known === undefined) return;
    if (this.state === null) this.state = known.slice();
    else join(this.state, known);
  }

  leave(): void {
    this.state = null;
  }

  /** The opcode to use, after noting what the instruction does to the variable. */
  check(opcode: number, slot: number): number {
    const { state } = this;
    if (state === null) return opcode;
    switch (opcode) {
      case Opcode.LOAD_FAST:
        if (state[slot] === 1 || this.always[slot] === 1) {
          // Past this point it is bound, or an exception was raised.
          state[slot] = 0;
          return Opcode.LOAD_FAST_CHECK;
        }
        return opcode;
      case Opcode.STORE_FAST:
        state[slot] = 0;
        return opcode;
      case Opcode.LOAD_FAST_AND_CLEAR:
        state[slot] = 1;
        return opcode;
      default:
        return opcode;
    }
  }

  /** A comprehension puts back what it saved, which is nothing when the variable was unbound. */
  restore(slot: number): void {
    if (this.state !== null) this.state[slot] = slot < this.parameters ? 0 : 1;
  }
}

function join(into: Uint8Array, other: Uint8Array): void {
  for (let i = 0; i < into.length; i++) if (other[i] === 1) into[i] = 1;
}
