/** The operator table's coverage to the rows of the coverage view. */

import { coverage } from "../ops/coverage.ts";
import type { CoverageViewModel } from "../protocol/coverage_view.ts";

export function coverageViewModel(): CoverageViewModel {
  return {
    rows: coverage().map(({ op, status, core, peer, source, schemas, notes }) => ({
      name: op,
      status,
      core,
      peer,
      family: (source ?? "").replace(/^src\/ops\/|\.ts$/g, ""),
      schema: schemas.join("\n"),
      notes: notes ?? "",
    })),
  };
}
