/** The instructions of one code object while they are being made: labels instead of indices, handlers instead of a table. */

import type { Position } from "../ast.ts";
import type { Opcode } from "../opcode.ts";

/** Instructions that stand for something in the stream and vanish in the assembler; numbered above all opcodes. */
export const enum Pseudo {
  /** Marks a jump target; the oparg is the label. */
  LABEL = 200,
  /** Unconditional jump, forward or backward. */
  JUMP,
  JUMP_NO_INTERRUPT,
  /** Notes the stack depth that the handler (oparg: index in `handlers`) unwinds to. */
  SETUP_FINALLY,
  SETUP_CLEANUP,
  SETUP_WITH,
  /** A STORE_FAST that restores what LOAD_FAST_AND_CLEAR saved, which may be nothing. */
  STORE_FAST_MAYBE_NULL,
}

export type Label = number;

/** A protected region's handler. Instructions refer to the innermost one; `parent` is the next one out. */
export interface Handler {
  readonly label: Label;
  readonly lasti: boolean;
  readonly parent: Handler | null;
  readonly index: number;
  /** Set by the assembler. */
  depth: number;
}

export class InstructionStream {
  readonly opcodes: number[] = [];
  readonly opargs: number[] = [];
  readonly positions: Position[] = [];
  readonly active: (Handler | null)[] = [];
  readonly handlers: Handler[] = [];
  /** The handler of the instructions that are emitted now. */
  handler: Handler | null = null;
  labelCount = 0;

  emit(opcode: Opcode | Pseudo, oparg: number, pos: Position): void {
    this.opcodes.push(opcode);
    this.opargs.push(oparg);
    this.positions.push(pos);
    this.active.push(this.handler);
  }

  newLabel(): Label {
    return this.labelCount++;
  }

  place(label: Label, pos: Position): void {
    this.emit(Pseudo.LABEL as number, label, pos);
  }

  /** Opens a protected region; what follows is protected until `handler` is set back. */
  setup(kind: Pseudo.SETUP_FINALLY | Pseudo.SETUP_CLEANUP | Pseudo.SETUP_WITH, pos: Position): Handler {
    const handler: Handler = {
      label: this.newLabel(),
      lasti: kind !== Pseudo.SETUP_FINALLY,
      parent: this.handler,
      index: this.handlers.length,
      depth: -1,
    };
    this.handlers.push(handler);
    this.emit(kind as number, handler.index, pos);
    this.handler = handler;
    return handler;
  }

  /** Closes the innermost protected region. */
  popBlock(): void {
    if (this.handler === null) throw new Error("no protected region to close");
    this.handler = this.handler.parent;
  }

  /** Places the handler's own code: outside its region. */
  placeHandler(handler: Handler, pos: Position): void {
    this.handler = handler.parent;
    this.place(handler.label, pos);
  }
}
