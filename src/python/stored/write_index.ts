/** The index of a file's top level as bytes, with the code of what was compiled of it. */

import type { TopLevelIndex, TopLevelStatement } from "../top_level/index_statements.ts";
import { BlobWriter } from "./blob.ts";
import { NO_CODE, NO_NAME, StatementFlag } from "./layout.ts";
import { writeCode } from "./write_code.ts";

/** Read by `readIndex`, for the same text of the file. What was not compiled yet is compiled there when it is asked for. */
export function writeIndex(index: TopLevelIndex): Uint8Array {
  const out = new BlobWriter();
  return out.finish(writeIndexInto(out, index));
}

/** Returns where the index begins. */
export function writeIndexInto(out: BlobWriter, { statements }: TopLevelIndex): number {
  const codes = statements.map(({ compiled }) => (compiled?.code == null ? NO_CODE : writeCode(out, compiled.code)));
  const root = out.offset;
  out.push(statements.length);
  for (const [i, statement] of statements.entries()) writeStatement(out, statement, codes[i] as number);
  return root;
}

function writeStatement(out: BlobWriter, statement: TopLevelStatement, code: number): void {
  const { binds, changes, decorators, imports, place } = statement;
  out.push(flagsOf(statement));
  out.push(place?.start ?? 0);
  out.push(place?.end ?? 0);
  out.push(place?.line ?? 0);
  out.push(place?.head ?? 0);
  out.push(code);
  out.pushStrings(binds);
  out.pushStrings(changes);
  out.pushStrings(decorators);
  if (imports === null) return;
  out.pushString(imports.module);
  out.push(imports.level);
  out.push(imports.name === null ? NO_NAME : out.string(imports.name));
}

function flagsOf({ acts, isClass, place, imports }: TopLevelStatement): number {
  return (
    (acts ? StatementFlag.ACTS : 0) |
    (isClass ? StatementFlag.IS_CLASS : 0) |
    (place !== null ? StatementFlag.HAS_PLACE : 0) |
    (imports !== null ? StatementFlag.IMPORTS : 0)
  );
}
