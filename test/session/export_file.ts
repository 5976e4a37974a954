/** Exports a program's file through a session, and keeps what it prints. */

import type { ExportControl, Session } from "../../src/session/session.ts";
import type { ExportFileOptions, ExportOutcome } from "../../src/session/types.ts";

/** What an export has when the test says nothing of it. */
export const EXPORT_DEFAULTS = {
  opset: null,
  dynamicShapes: false,
  entry: null,
  verify: false,
  reportPath: null,
} satisfies Partial<ExportFileOptions>;

export type PrintedOutcome = ExportOutcome & { readonly printed: string };

export async function exportFile(
  session: Session,
  options: Pick<ExportFileOptions, "file" | "outDir"> & Partial<ExportFileOptions>,
  control: Partial<ExportControl> = {},
): Promise<PrintedOutcome> {
  let printed = "";
  const outcome = await session.exportFile(
    { ...EXPORT_DEFAULTS, ...options },
    {
      onStage: () => {},
      onOutput: (text) => {
        printed += text;
      },
      cancelled: () => false,
      ...control,
    },
  );
  return { ...outcome, printed };
}
