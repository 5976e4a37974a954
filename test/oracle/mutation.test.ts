/** Random programs of views and in-place writes: captured, made functional and run in ONNX Runtime, against eager PyTorch. */

import { testExportText } from "./export_cases.ts";
import { mutationProgram } from "./mutation_programs.ts";

/** Program i has the seed FIRST_SEED + i. */
const FIRST_SEED = 20_250_101;
const COUNT = 80;

const programs = Array.from({ length: COUNT }, (_, i) => mutationProgram(`Seed${FIRST_SEED + i}`, FIRST_SEED + i));

testExportText(programs.join("\n\n"), {});
