/** Assignment, deletion and unpacking: stores the value on top of the stack into a target. */

import type { Expr, Position } from "../ast.ts";
import { Opcode } from "../opcode.ts";
import { compileExpr, compileSliceBounds, isPlainSlice } from "./expressions.ts";
import { deleteName, storeName } from "./names.ts";
import type { Unit } from "./unit.ts";

/** UNPACK_EX counts the targets before the star in eight bits. */
const MAX_BEFORE_STAR = 256;

export function storeTarget(unit: Unit, target: Expr): void {
  const { pos } = target;
  switch (target.kind) {
    case "Name":
      storeName(unit, target.id, pos);
      return;
    case "Attribute":
      compileExpr(unit, target.value);
      unit.emit(Opcode.STORE_ATTR, unit.nameIndex(unit.mangle(target.attr)), pos);
      return;
    case "Subscript":
      compileExpr(unit, target.value);
      if (isPlainSlice(target.slice)) {
        compileSliceBounds(unit, target.slice);
        unit.emit(Opcode.STORE_SLICE, 0, pos);
        return;
      }
      compileExpr(unit, target.slice);
      unit.emit(Opcode.STORE_SUBSCR, 0, pos);
      return;
    case "Tuple":
    case "List":
      unpackInto(unit, target.elts, pos);
      return;
    case "Starred":
      throw unit.error("starred assignment target must be in a list or tuple", pos);
    default:
      throw unit.error("cannot assign to expression", pos);
  }
}

function unpackInto(unit: Unit, elts: readonly Expr[], pos: Position): void {
  emitUnpack(
    unit,
    elts.length,
    elts.flatMap((e, i) => (e.kind === "Starred" ? [i] : [])),
    pos,
    "multiple starred expressions in assignment",
  );
  for (const elt of elts) storeTarget(unit, elt.kind === "Starred" ? elt.value : elt);
}

/** UNPACK_SEQUENCE, or UNPACK_EX when one target is starred. */
export function emitUnpack(
  unit: Unit,
  count: number,
  stars: readonly number[],
  pos: Position,
  tooManyStars: string,
): void {
  const [star] = stars;
  if (stars.length > 1) throw unit.error(tooManyStars, pos);
  if (star === undefined) {
    unit.emit(Opcode.UNPACK_SEQUENCE, count, pos);
    return;
  }
  if (star >= MAX_BEFORE_STAR) throw unit.error("too many expressions in star-unpacking assignment", pos);
  unit.emit(Opcode.UNPACK_EX, star + ((count - star - 1) << 8), pos);
}

export function deleteTarget(unit: Unit, target: Expr): void {
  const { pos } = target;
  switch (target.kind) {
    case "Name":
      deleteName(unit, target.id, pos);
      return;
    case "Attribute":
      compileExpr(unit, target.value);
      unit.emit(Opcode.DELETE_ATTR, unit.nameIndex(unit.mangle(target.attr)), pos);
      return;
    case "Subscript":
      compileExpr(unit, target.value);
      compileExpr(unit, target.slice);
      unit.emit(Opcode.DELETE_SUBSCR, 0, pos);
      return;
    case "Tuple":
    case "List":
      for (const elt of target.elts) deleteTarget(unit, elt);
      return;
    default:
      throw unit.error("cannot delete expression", pos);
  }
}
