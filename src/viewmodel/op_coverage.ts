/** The operator table's coverage to the rows of the coverage view. */

import { coverage } from "../ops/coverage.ts";
import type { CoverageViewModel } from "../protocol/coverage_view.ts";

export function coverageViewModel(): CoverageViewModel {
  return {
    rows: coverage().map(({ op, status, core, family, schemas, opsets, notes, conformance }) => ({
      name: op,
      status,
      core,
      family: family ?? "",
      opsets: opsets === null ? "" : opsets.min === opsets.max ? `${opsets.min}` : `${opsets.min}–${opsets.max}`,
      tested: conformance === undefined ? "" : `${conformance.passed} of ${conformance.passed + conformance.failed}`,
      failing: (conformance?.failed ?? 0) > 0,
      schema: schemas.join("\n"),
      notes: notes ?? "",
    })),
  };
}
