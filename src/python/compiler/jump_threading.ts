/** Jump threading: a jump to a jump goes straight to where that one goes. */

import { Opcode } from "../opcode.ts";
import { type InstructionStream, type Label, Pseudo } from "./instruction_stream.ts";

/** Where a jump at stream index `from` to `label` may go at once; conditional jumps are never turned backward. */
export function threadJumps(stream: InstructionStream): (label: Label, from: number) => Label {
  const next = new Int32Array(stream.labelCount).fill(-1);
  const placed = new Int32Array(stream.labelCount).fill(-1);
  // From the end: the target of the unconditional jump that stands at this place, or -1.
  let jumpHere = -1;
  let any = false;
  for (let i = stream.opcodes.length - 1; i >= 0; i--) {
    const opcode = stream.opcodes[i];
    if (opcode === (Pseudo.LABEL as number)) {
      const label = stream.opargs[i] ?? 0;
      placed[label] = i;
      next[label] = jumpHere;
      if (jumpHere >= 0) any = true;
    } else if (opcode === (Pseudo.JUMP as number)) {
      jumpHere = stream.opargs[i] ?? -1;
    } else if (opcode !== Opcode.NOP) {
      jumpHere = -1;
    }
  }
  if (!any) return (label) => label;
  return (label, from) => {
    const unconditional = stream.opcodes[from] === (Pseudo.JUMP as number);
    let target = label;
    // A cycle of jumps (`while True: pass`) ends the search.
    for (let steps = 0; steps < 16; steps++) {
      const further = next[target] ?? -1;
      if (further < 0 || further === target) break;
      if (!unconditional && (placed[further] ?? -1) <= from) break;
      target = further;
    }
    return target;
  };
}
