/** Operators as programs call them, with unusual arguments and sizes, against real PyTorch. */

import { testExportCases } from "./export_cases.ts";

testExportCases("operators", {});
