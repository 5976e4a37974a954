/** Dynamic dimensions of every spec, run at other sizes, against real PyTorch; what the program does not keep is refused. */

import { testExportCases } from "./export_cases.ts";

testExportCases("dynamic_shapes", {
  FixedByAView:
    "Constraints violated (batch)! You marked batch as dynamic but your code specialized it to be a constant (3)",
  DynamicThatIsFixed: "as dynamic but your code specialized it to be a constant (3)",
  NarrowedByABranch: "satisfy the generated guard batch <= 5",
  TiedDims: "Constraints violated",
  NeedsAnEvenSize: "satisfy the generated guard",
  OneDimTwoSizes: "must be equal",
  ExampleOutOfRange: "outside of the declared range",
  SqueezeOfSizeOne: "your code specialized it to be a constant (1)",
  BranchOnSizeOne: "your code specialized it to be a constant (1)",
  BroadcastOfSizeOne: "your code specialized it to be a constant (1)",
  WrongArgumentName: "its top-level keys must be the arg names ['x']",
  TooFewSpecs: "`inputs` has 2 elements, but `dynamic_shapes` has 1 elements",
});
