/** Values and sizes that only the data decide, against real PyTorch. */

import { testExportCases } from "./export_cases.ts";

testExportCases("data_dependent", {
  BranchOnFloatItem: "Could not guard on data-dependent expression",
  RangeOfItem: "Could not guard on data-dependent expression",
  AssertOnData: "Could not guard on data-dependent expression",
  ListOfDynamic:
    "tolist() of a tensor whose number of elements is known only when the exported model runs (its first size is",
  BranchOnUnbackedSize: "Could not guard on data-dependent expression",
});
