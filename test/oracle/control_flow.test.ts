/** `torch.cond`, `while_loop`, `scan` and `map` written in Python, against real PyTorch. */

import { testExportCases } from "./export_cases.ts";

testExportCases("control_flow", {
  BranchesOfDifferentTypes: "expected same dtype but got torch.float32 and torch.int64.",
  BranchesOfDifferentRanks: "expected same dim but got 0 and 2.",
  BranchesOfDifferentStructure: "Expected branches to return the same pytree structure.",
  BranchReturnsItsInput: "Encountered aliasing during higher order op tracing",
  BranchReturnsAView: "Encountered aliasing during higher order op tracing",
  BranchWritesToItsInput: "Encountered input mutation during higher order op tracing",
  PredicateOfManyElements: "Expected pred to be bool or single-element tensor",
  OperandsThatAreNoTuple:
    "Expect operands to be a tuple of possibly nested dict/list/tuple that only consists of tensor leaves",
  OperandThatIsNoTensor:
    "Expect operands to be a tuple of possibly nested dict/list/tuple that only consists of tensor leaves",
  LoopChangesItsShape: "pair[1] differ in 'shape: torch.Size([]) vs torch.Size([3, 4])'",
  LoopChangesItsType: "pair[1] differ in 'dtype: torch.int64 vs torch.float32'",
  LoopForgetsAValue: "Expected body_fn_output and carried_inputs to have same number of outputs",
  ScanChangesItsShape: "Expected init and carry to have same metadata",
  PythonBranchOnData: "Could not guard on data-dependent expression",
  PythonLoopOnData: "Could not guard on data-dependent expression",
});
