/** The help texts, one a command. */

export const HELP: Readonly<Record<string, string>> = {
  export: `Usage: dynamo-onnx export FILE.py|FILE.pt2 [options] [-- ARGS...]

Evaluates FILE.py as __main__ without Python, performs each torch.onnx export call it reaches, and verifies the result.
A FILE.pt2 of torch.export.save is read and exported as it is.

  --out-dir DIR         where relative paths that the program saves to start from (default: the working directory)
  --opset N             ONNX opset to target, 18 to 23 (default: what the program asks for, else 18)
  --dynamic-shapes      make every input dimension dynamic
  --entry NAME          export this module class or function of the file instead of the calls that it makes
  --weights FILE        load the entry's weights from this checkpoint or .safetensors file
  --input SPEC          an example input of the entry, x=f32[97,8]; a name as a size makes it dynamic; repeatable
  --sarif PATH          write the diagnostics as a SARIF 2.1.0 log
  --report PATH         write a Markdown report
  --dump KIND           print ast, bytecode, fx or onnx
  --op-level-debug      compare each operator's result in ONNX Runtime with a reference
  --accuracy            compare the outputs with the captured graph's, and report the differences
  --verbosity LEVEL     what is recorded: debug (each stage's work as well), info, warning or error
  --warnings-as-errors  a warning fails the export
  --no-verify           do not run the result in ONNX Runtime
  --json                print one JSON object`,
  check: `Usage: dynamo-onnx check FILE.py... [options] [-- ARGS...]

Reports what an export would stumble over; writes and runs nothing.

  --sarif PATH          write the diagnostics as a SARIF 2.1.0 log
  --json                print one JSON object`,
  eval: `Usage: dynamo-onnx eval FILE.py [args...]

Evaluates a Python program as __main__ without Python, prints what it prints, and exits as it would.`,
  run: `Usage: dynamo-onnx run MODEL.onnx [options]

Runs a model in ONNX Runtime and prints its outputs.

  --input NAME=FILE.npy  an input's values (default: random ones); repeatable
  --seed N               seed of the random inputs (default: 0)
  --output-dir DIR       write each output as NAME.npy
  --json                 print one JSON object`,
  registry: `Usage: dynamo-onnx registry [--json]

Lists the ATen operators and how each is translated to ONNX.`,
};

export const MAIN_HELP = `Usage: dynamo-onnx COMMAND [options]

  export FILE.py     export the models that a program exports, as ONNX
  check FILE.py...   report what an export would stumble over
  eval FILE.py       evaluate a Python program
  run MODEL.onnx     run a model in ONNX Runtime
  registry           list the operator coverage

dynamo-onnx COMMAND --help tells the options of a command.
Exit codes: 0 success, 1 diagnostics of level error, 2 wrong usage.`;
