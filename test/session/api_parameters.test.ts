/** Every documented parameter of `torch.onnx`, as a program passes it and what comes of it; the table is complete. */

import { describe, expect, it } from "vitest";
import { readModel } from "../../src/onnx/serde/read_model.ts";
import API from "./data/onnx_api.json" with { type: "json" };
import { printed, runExport } from "./helpers.ts";

const MODEL = `
import io, pathlib, torch, warnings
from onnxscript import opset18 as op
warnings.simplefilter("ignore")
class M(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(4, 3)
    def forward(self, x, scale=None):
        y = self.fc(x).relu()
        return y if scale is None else y * scale
torch.manual_seed(0)
model, x, s = M().eval(), torch.ones(2, 4), torch.full((3,), 2.0)
def names(p):
    return [v.name for v in p.model.graph.inputs], [v.name for v in p.model.graph.outputs]
def ops(p):
    return [n.op_type for n in p.model_proto.graph.node]
def warned(**options):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        torch.onnx.export(model, (x,), **options)
    return [str(w.message).split(" has no effect")[0] for w in seen]
def doubled(x):
    return op.Mul(x, 2.0)
class Twice(torch.nn.Module):
    def forward(self, x):
        return torch.ops.mylib.twice(x)
@torch.library.custom_op("mylib::twice", mutates_args=())
def twice(x: torch.Tensor) -> torch.Tensor:
    return x * 2
@twice.register_fake
def _(x):
    return torch.empty_like(x)
`;

interface Row {
  /** `function.parameter`, without `torch.onnx.`. */
  readonly of: string;
  readonly source: string;
  readonly prints: string;
}

const ROWS: readonly Row[] = [
  {
    of: "export.model",
    source:
      "print(names(torch.onnx.export(model, (x,))), names(torch.onnx.export(lambda a: a + 1, (x,))), names(torch.onnx.export(torch.export.export(model, (x,)))))",
    prints: "(['x'], ['relu']) (['a'], ['add']) (['x'], ['relu'])",
  },
  {
    of: "export.args",
    source:
      "print(names(torch.onnx.export(model, (x, s))), names(torch.onnx.export(model, x)), names(torch.onnx.export(model, (x, {'scale': s}))), names(torch.onnx.export(model, (x, 2.0))))",
    prints: "(['x', 'scale'], ['mul']) (['x'], ['relu']) (['x', 'scale'], ['mul']) (['x'], ['mul'])",
  },
  {
    of: "export.f",
    source:
      "f = io.BytesIO()\np = torch.onnx.export(model, (x,), f)\ntorch.onnx.export(model, (x,), 'a.onnx')\ntorch.onnx.export(model, (x,), pathlib.Path('b.onnx'))\nimport onnx\nprint(onnx.load_from_string(f.getvalue()) == p.model_proto)\ntry:\n    torch.onnx.export(model, (x,), 3)\nexcept TypeError as e:\n    print(e)",
    prints: "True\nthe destination must be a path: a str or an os.PathLike object\nfiles a.onnx b.onnx",
  },
  {
    of: "export.kwargs",
    source:
      "print(names(torch.onnx.export(model, (x,), kwargs={'scale': s})))\ntry:\n    torch.onnx.export(model, (x,), kwargs=3)\nexcept TypeError as e:\n    print(e)",
    prints: "(['x', 'scale'], ['mul'])\nkwargs must be a dict",
  },
  {
    of: "export.verbose",
    source: "torch.onnx.export(model, (x,), verbose=True)\ntorch.onnx.export(model, (x,), verbose=False)",
    prints:
      "[torch.onnx] capture... ✅\n[torch.onnx] FX passes... ✅\n[torch.onnx] translate to ONNX... ✅\n[torch.onnx] optimise... ✅\n[torch.onnx] outline modules... ✅\n[torch.onnx] check... ✅",
  },
  {
    of: "export.input_names",
    source:
      "print(names(torch.onnx.export(model, (x, s), input_names=['a'])), names(torch.onnx.export(model, (x, s), input_names=('a', 'b', 'c'))))\nfor wrong in ('x', [1]):\n    try:\n        torch.onnx.export(model, (x,), input_names=wrong)\n    except ValueError as e:\n        print(e)",
    prints:
      "(['a', 'scale'], ['mul']) (['a', 'b'], ['mul'])\ninput_names must be a list of strings\ninput_names must be a list of strings",
  },
  {
    of: "export.output_names",
    source:
      "print(names(torch.onnx.export(model, (x,), output_names=['r'])))\ntry:\n    torch.onnx.export(model, (x,), input_names=['a'], output_names=['a'])\nexcept torch.onnx.OnnxExporterError as e:\n    print(type(e).__name__, e)",
    prints:
      "(['x'], ['r'])\nConversionError Failed to export the model to ONNX: The name \"a\" is given to two inputs or outputs; names must differ.",
  },
  {
    of: "export.opset_version",
    source:
      "print([torch.onnx.export(model, (x,), opset_version=n).model.opset_imports[''] for n in (None, 18, 21, 23, 11)])\ntry:\n    torch.onnx.export(model, (x,), opset_version=99)\nexcept torch.onnx.OnnxExporterError as e:\n    print(e)",
    prints:
      "[18, 18, 21, 23, 18]\nFailed to export the model to ONNX: Opset 99 can't be targeted; choose one from 18 to 23.",
  },
  {
    of: "export.dynamo",
    source:
      "print(warned(dynamo=False), torch.onnx.export(model, (x,), dynamo=False), type(torch.onnx.export(model, (x,), dynamo=True)).__name__)\ntry:\n    torch.onnx.export(model, (x,), dynamo=False, dynamic_shapes=({0: 'b'},))\nexcept ValueError as e:\n    print(e)",
    prints:
      "['dynamo=False'] None ONNXProgram\nThe exporter only supports dynamic shapes through parameter dynamic_axes when dynamo=False.",
  },
  {
    of: "export.external_data",
    source:
      "big, y = torch.nn.Linear(64, 64), torch.ones(1, 64)\nfor external, name in ((True, 'a.onnx'), (False, 'b.onnx'), (None, 'c.onnx')):\n    torch.onnx.export(big, (y,), name, external_data=external)",
    prints: "files a.onnx a.onnx.data b.onnx c.onnx",
  },
  {
    of: "export.dynamic_shapes",
    source:
      "for shapes in (({0: torch.export.Dim('n')},), {'x': {0: 'm'}}, ({0: torch.export.Dim.DYNAMIC},), None):\n    print([d if isinstance(d, int) else d.value if d.value in ('n', 'm') else '?' for d in torch.onnx.export(model, (x,), dynamic_shapes=shapes).model.graph.inputs[0].shape])",
    prints: "['n', 4]\n['m', 4]\n['?', 4]\n[2, 4]",
  },
  {
    of: "export.custom_translation_table",
    source:
      "print(ops(torch.onnx.export(model, (x,), custom_translation_table={torch.ops.aten.relu.default: doubled})))\nfor wrong in ({torch.ops.aten.relu.default: [doubled]}, {torch.ops.aten.relu.default: 3}, {'aten::relu': doubled}, 3):\n    try:\n        torch.onnx.export(model, (x,), custom_translation_table=wrong)\n    except TypeError as e:\n        print(str(e).split(':')[0])",
    prints:
      "['torch_nn_modules_linear_Linear_fc_1', 'CastLike', 'Mul']\nThe value in custom_translation_table should be a single callable, not a sequence\nan onnx-script function or a Python function is needed, not 3\n'aten\ncustom_translation_table must be a dict of operators and functions",
  },
  {
    of: "export.report",
    source: "torch.onnx.export(model, (x,), report=True)\ntorch.onnx.export(model, (x,), report=False)",
    prints: "files onnx_export_TIME_success.md",
  },
  {
    of: "export.optimize",
    source:
      "def f(x):\n    return torch.sin(x) * torch.sin(x)\nprint(len(ops(torch.onnx.export(f, (x,), optimize=True))) < len(ops(torch.onnx.export(f, (x,), optimize=False))))",
    prints: "True",
  },
  {
    of: "export.verify",
    source: "torch.onnx.export(model, (x,), verify=True, report=True)",
    prints: "files onnx_export_TIME_success.md\nreported Compare its outputs with the reference: ✅",
  },
  {
    of: "export.profile",
    source: "torch.onnx.export(model, (x,), profile=True, report=True)",
    prints: "files onnx_export_TIME_success.md\nreported ### Time",
  },
  {
    of: "export.dump_exported_program",
    source: "torch.onnx.export(model, (x,), dump_exported_program=True)",
    prints: "files onnx_export_TIME.pt2",
  },
  {
    of: "export.artifacts_dir",
    source:
      "torch.onnx.export(model, (x,), report=True, artifacts_dir='a/b')\ntorch.onnx.export(model, (x,), report=True, artifacts_dir=pathlib.Path('c'))",
    prints: "files a/b/onnx_export_TIME_success.md c/onnx_export_TIME_success.md",
  },
  {
    of: "export.export_params",
    source:
      "p = torch.onnx.export(model, (x,), 'a.onnx', export_params=False)\nprint(list(p.model.graph.initializers))",
    prints: "['fc.weight', 'fc.bias']\nfiles a.onnx\ninitializers ",
  },
  {
    of: "export.keep_initializers_as_inputs",
    source: "torch.onnx.export(model, (x,), 'a.onnx', keep_initializers_as_inputs=True)",
    prints: "files a.onnx\ninputs x fc.weight fc.bias",
  },
  {
    of: "export.dynamic_axes",
    source:
      "print(torch.onnx.export(model, (x,), input_names=['a'], dynamic_axes={'a': {0: 'n'}, 'r': {0: 'n'}}, output_names=['r']).model.graph.inputs[0].shape)\nfor wrong in ({'a': 3}, {'a': ['b']}, {'z': [0]}):\n    try:\n        torch.onnx.export(model, (x,), input_names=['a'], dynamic_axes=wrong)\n    except RuntimeError as e:\n        print(e.__cause__)",
    prints:
      "[n,4]\nUnsupported dynamic_axes format. Please provide a dict or a list.\nThe axis in dynamic_axes must be in the form of: dict[int, str] or list[int].\nThe name 'z' in dynamic_axes is none of the model's inputs: a, x, scale.",
  },
  { of: "export.training", source: "print(warned(training=torch.onnx.TrainingMode.EVAL))", prints: "['training']" },
  {
    of: "export.operator_export_type",
    source: "print(warned(operator_export_type=torch.onnx.OperatorExportTypes.ONNX))",
    prints: "['operator_export_type']",
  },
  {
    of: "export.do_constant_folding",
    source: "print(warned(do_constant_folding=True))",
    prints: "['do_constant_folding']",
  },
  { of: "export.custom_opsets", source: "print(warned(custom_opsets={'mylib': 1}))", prints: "['custom_opsets']" },
  {
    of: "export.export_modules_as_functions",
    source: "print(warned(export_modules_as_functions=True))",
    prints: "['export_modules_as_functions']",
  },
  { of: "export.autograd_inlining", source: "print(warned(autograd_inlining=True))", prints: "['autograd_inlining']" },
  {
    of: "dynamo_export.model",
    source: "print(names(torch.onnx.dynamo_export(model, x)), names(torch.onnx.dynamo_export(torch.relu, x)))",
    prints: "(['x'], ['relu']) (['args_0'], ['relu'])",
  },
  {
    of: "dynamo_export.model_args",
    source:
      "print(names(torch.onnx.dynamo_export(model, x, s)))\ntry:\n    torch.onnx.dynamo_export(model)\nexcept torch.onnx.OnnxExporterError as e:\n    print(type(e).__name__, e.__cause__)",
    prints: "(['x', 'scale'], ['mul'])\nTorchExportError M.forward() missing 1 required positional argument: 'x'",
  },
  {
    of: "dynamo_export.model_kwargs",
    source: "print(names(torch.onnx.dynamo_export(model, x, scale=s)))",
    prints: "(['x', 'scale'], ['mul'])",
  },
  {
    of: "dynamo_export.export_options",
    source:
      "print(names(torch.onnx.dynamo_export(model, x, export_options=torch.onnx.ExportOptions())))\ntry:\n    torch.onnx.dynamo_export(model, x, export_options=3)\nexcept TypeError as e:\n    print(e)",
    prints: "(['x'], ['relu'])\nexport_options must be a torch.onnx.ExportOptions, not 3",
  },
  {
    of: "ExportOptions.__init__.dynamic_shapes",
    source:
      "for given in (None, False, True):\n    p = torch.onnx.dynamo_export(model, x, export_options=torch.onnx.ExportOptions(dynamic_shapes=given))\n    print([isinstance(d, int) for d in p.model.graph.inputs[0].shape])",
    prints: "[True, True]\n[True, True]\n[False, True]",
  },
  {
    of: "ExportOptions.__init__.fake_context",
    source:
      "with torch.onnx.enable_fake_mode() as context:\n    fake, y = M().eval(), torch.rand(2, 4)\np = torch.onnx.dynamo_export(fake, y, export_options=torch.onnx.ExportOptions(fake_context=context))\nprint(type(context).__name__, p.fake_context is context, context.state_dict_paths)\ntry:\n    p.save('no.onnx')\nexcept RuntimeError as e:\n    print('apply_weights' in str(e))\np.apply_weights(model.state_dict())\nprint(torch.allclose(p(x)[0], model(x)))\ntry:\n    torch.onnx.dynamo_export(model, x, export_options=torch.onnx.ExportOptions(fake_context=1))\nexcept torch.onnx.InvalidExportOptionsError as e:\n    print(e)",
    prints: "ONNXFakeContext True None\nTrue\nTrue\nExportOptions.fake_context can't be 1",
  },
  {
    of: "ExportOptions.__init__.onnx_registry",
    source:
      "registry = torch.onnx.OnnxRegistry()\nregistry.register_op(doubled, 'mylib', 'twice')\nprint(ops(torch.onnx.dynamo_export(Twice(), x, export_options=torch.onnx.ExportOptions(onnx_registry=registry))))\ntry:\n    torch.onnx.dynamo_export(model, x, export_options=torch.onnx.ExportOptions(onnx_registry='r'))\nexcept torch.onnx.InvalidExportOptionsError as e:\n    print(e)",
    prints: "['CastLike', 'Mul']\nExportOptions.onnx_registry can't be 'r'",
  },
  {
    of: "ExportOptions.__init__.diagnostic_options",
    source:
      "o = torch.onnx.DiagnosticOptions()\np = torch.onnx.dynamo_export(model, x, export_options=torch.onnx.ExportOptions(diagnostic_options=o))\nprint(p.diagnostic_context.options is o, o.verbosity_level, o.warnings_as_errors)\ntry:\n    torch.onnx.dynamo_export(model, x, export_options=torch.onnx.ExportOptions(diagnostic_options=3))\nexcept torch.onnx.InvalidExportOptionsError as e:\n    print(e)",
    prints: "True 20 False\nExportOptions.diagnostic_options can't be 3",
  },
  {
    of: "DiagnosticOptions.__init__.verbosity_level",
    source:
      "o = torch.onnx.DiagnosticOptions(verbosity_level=10)\np = torch.onnx.dynamo_export(torch.relu, x, export_options=torch.onnx.ExportOptions(diagnostic_options=o))\nprint([d.rule for d in p.diagnostic_context.diagnostics])",
    prints: "['FXE0010', 'FXE0010', 'FXE0010', 'FXE0007', 'FXE0008']",
  },
  {
    of: "DiagnosticOptions.__init__.warnings_as_errors",
    source:
      "registry = torch.onnx.OnnxRegistry()\nregistry.register_op(doubled, 'mylib', 'twice', 'other')\no = torch.onnx.DiagnosticOptions(warnings_as_errors=True)\ntry:\n    torch.onnx.dynamo_export(Twice(), x, export_options=torch.onnx.ExportOptions(onnx_registry=registry, diagnostic_options=o))\nexcept torch.onnx.OnnxExporterError as e:\n    print(type(e).__name__, names(e.onnx_program))",
    prints: "ConversionError (['x'], ['twice'])",
  },
  {
    of: "ONNXRuntimeOptions.__init__.session_options",
    source:
      "import onnxruntime as ort\np = torch.onnx.export(model, (x,))\nso = ort.SessionOptions()\nso.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL\nso.intra_op_num_threads = 1\nso.add_session_config_entry('session.disable_prepacking', '1')\nso.enable_profiling = True\nwith warnings.catch_warnings(record=True) as seen:\n    warnings.simplefilter('always')\n    print(torch.allclose(p(x, options=torch.onnx.ONNXRuntimeOptions(session_options=so))[0], model(x)))\nprint(seen[0].message)",
    prints:
      "True\nonnxruntime: SessionOptions.enable_profiling has no effect here: profiles are files that a program evaluated here does not write",
  },
  ...["execution_providers", "execution_provider_options"].map(
    (name): Row => ({
      of: `ONNXRuntimeOptions.__init__.${name}`,
      source: `p = torch.onnx.export(model, (x,))\nwith warnings.catch_warnings(record=True) as seen:\n    warnings.simplefilter('always')\n    print(torch.allclose(p(x, options=torch.onnx.ONNXRuntimeOptions(${name}=['CUDAExecutionProvider']))[0], model(x)))\nprint(seen[0].message)`,
      prints: `True\nONNXRuntimeOptions.${name} has no effect: ${name === "execution_providers" ? "models run here on the CPU provider alone" : "the CPU provider of the binding takes none"}`,
    }),
  ),
  ...["get_op_functions", "is_registered_op"].flatMap((method) =>
    ["namespace", "op_name", "overload"].map(
      (name): Row => ({
        of: `OnnxRegistry.${method}.${name}`,
        source: `r = torch.onnx.OnnxRegistry()\nshow = lambda v: v if isinstance(v, bool) else v and len(v)\nfull = dict(namespace='aten', op_name='add', overload='Tensor')\nprint(show(r.${method}(**full)), show(r.${method}(**{**full, '${name}': 'nothing'})))\ntry:\n    r.${method}(**{**full, '${name}': 'a b'})\nexcept ValueError as e:\n    print(str(e).split(':')[0])`,
        prints: `${method === "get_op_functions" ? "1 None" : "True False"}\n'a b' is not a valid name`,
      }),
    ),
  ),
  {
    of: "OnnxRegistry.register_op.function",
    source:
      "r = torch.onnx.OnnxRegistry()\nr.register_op(doubled, 'aten', 'relu')\nprint(r.opset_version, [f.is_custom for f in r.get_op_functions('aten', 'relu')], r.get_op_functions('aten', 'relu')[-1].onnx_function is doubled)\ntry:\n    r.register_op(3, 'aten', 'relu')\nexcept TypeError as e:\n    print(e)",
    prints: "18 [False, True] True\nan onnx-script function or a Python function is needed, not 3",
  },
  ...["namespace", "op_name", "overload"].map(
    (name): Row => ({
      of: `OnnxRegistry.register_op.${name}`,
      source: `r = torch.onnx.OnnxRegistry()\nfull = dict(namespace='mylib', op_name='f', overload='o')\nr.register_op(doubled, **full)\nprint(r.is_registered_op(**full), r.is_registered_op('mylib', 'f'))\ntry:\n    r.register_op(doubled, **{**full, '${name}': '1st'})\nexcept ValueError as e:\n    print(str(e).split(':')[0])`,
      prints: "True False\n'1st' is not a valid name",
    }),
  ),
  {
    of: "OnnxRegistry.register_op.is_complex",
    source:
      "r = torch.onnx.OnnxRegistry()\nr.register_op(doubled, 'mylib', 'twice', is_complex=True)\nprint([f.is_complex for f in r.get_op_functions('mylib', 'twice')])",
    prints: "[True]",
  },
  {
    of: "ONNXProgram.__call__.args",
    source:
      "p = torch.onnx.export(model, (x, s))\nprint(torch.allclose(p(x, s)[0], model(x, s)), type(p(x, s)).__name__)\ntry:\n    p(x)\nexcept ValueError as e:\n    print(e)",
    prints: "True tuple\nthe arguments are nested differently from those that the model was exported with",
  },
  {
    of: "ONNXProgram.__call__.kwargs",
    source:
      "p = torch.onnx.export(model, (x,), kwargs={'scale': s})\nprint(torch.allclose(p(x, scale=s)[0], model(x, s)))",
    prints: "True",
  },
  {
    of: "ONNXProgram.__call__.options",
    source:
      "p = torch.onnx.export(model, (x,))\nprint(torch.allclose(p(x, options=torch.onnx.ONNXRuntimeOptions())[0], model(x)))",
    prints: "True",
  },
  {
    of: "ONNXProgram.adapt_torch_inputs_to_onnx.model_args",
    source:
      "def f(x, pair, flag, nothing, z):\n    return x + pair[0] * pair[1]['k'] if flag else torch.view_as_real(z)\nargs = (x, [x, {'k': x}], True, None, torch.ones(3, dtype=torch.complex64))\np = torch.onnx.export(f, args)\nprint([tuple(t.shape) for t in p.adapt_torch_inputs_to_onnx(*args)])",
    prints: "[(2, 4), (2, 4), (2, 4), (3, 2)]",
  },
  {
    of: "ONNXProgram.adapt_torch_inputs_to_onnx.model_kwargs",
    source:
      "p = torch.onnx.export(model, (x,), kwargs={'scale': s})\nprint([tuple(t.shape) for t in p.adapt_torch_inputs_to_onnx(x, scale=s)])",
    prints: "[(2, 4), (3,)]",
  },
  {
    of: "ONNXProgram.adapt_torch_inputs_to_onnx.model_with_state_dict",
    source:
      "p = torch.onnx.export(model, (x,))\nprint(len(p.adapt_torch_inputs_to_onnx(x, model_with_state_dict=model)))",
    prints: "1",
  },
  {
    of: "ONNXProgram.adapt_torch_outputs_to_onnx.model_outputs",
    source:
      "def f(x):\n    return {'a': x + 1, 'b': (None, torch.complex(x, x))}, 3, x.shape[0]\np = torch.onnx.export(f, (x,), dynamic_shapes=({0: 'n'},))\nprint([(tuple(t.shape), str(t.dtype)) for t in p.adapt_torch_outputs_to_onnx(f(x))], len(p.model.graph.outputs))\ntry:\n    p.adapt_torch_outputs_to_onnx(x)\nexcept ValueError as e:\n    print(e)",
    prints:
      "[((2, 4), 'torch.float32'), ((2, 4, 2), 'torch.float32'), ((), 'torch.int64')] 3\nthe model was exported with 5 outputs, 1 were given",
  },
  {
    of: "ONNXProgram.adapt_torch_outputs_to_onnx.model_with_state_dict",
    source:
      "p = torch.onnx.export(model, (x,))\nprint(len(p.adapt_torch_outputs_to_onnx(model(x), model_with_state_dict=model)))",
    prints: "1",
  },
  {
    of: "ONNXProgram.apply_weights.state_dict",
    source:
      "p = torch.onnx.export(model, (x,))\np.apply_weights({'fc.weight': torch.zeros(3, 4), 'fc.bias': torch.ones(3)})\nprint(p(x)[0].tolist())\nfor wrong in ({'fc.bias': torch.ones(4)}, 3, {'fc.bias': 3}):\n    try:\n        p.apply_weights(wrong)\n    except (TypeError, ValueError) as e:\n        print(type(e).__name__, e)",
    prints:
      "[[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]\nValueError the weight fc.bias is float[3], the data given float[4]\nTypeError state_dict must be a dict of names and tensors\nTypeError state_dict must be a dict of names and tensors",
  },
  {
    of: "ONNXProgram.save.destination",
    source:
      "p = torch.onnx.export(model, (x,))\np.save('a.onnx')\np.save(pathlib.Path('b.onnx'))\nfor wrong in (3, 'none/there/c.onnx'):\n    try:\n        p.save(wrong)\n    except (TypeError, OSError) as e:\n        print(type(e).__name__)",
    prints: "TypeError\nFileNotFoundError\nfiles a.onnx b.onnx",
  },
  {
    of: "ONNXProgram.save.include_initializers",
    source: "torch.onnx.export(model, (x,)).save('a.onnx', include_initializers=False)",
    prints: "files a.onnx\ninitializers ",
  },
  {
    of: "ONNXProgram.save.keep_initializers_as_inputs",
    source: "torch.onnx.export(model, (x,)).save('a.onnx', keep_initializers_as_inputs=True)",
    prints: "files a.onnx\ninitializers fc.weight fc.bias\ninputs x fc.weight fc.bias",
  },
  {
    of: "ONNXProgram.save.external_data",
    source:
      "p = torch.onnx.export(torch.nn.Linear(64, 64), (torch.ones(1, 64),))\np.save('a.onnx', external_data=True)\np.save('b.onnx', external_data=False)",
    prints: "files a.onnx a.onnx.data b.onnx",
  },
  {
    of: "ONNXProgram.save.model_state",
    source:
      "p = torch.onnx.export(model, (x,))\np.save('a.onnx', model_state={'fc.weight': torch.zeros(3, 4)})\nprint(p(x)[0].tolist() == model.fc.bias.relu().expand(2, 3).tolist())",
    prints: "True\nfiles a.onnx",
  },
  {
    of: "ONNXProgram.save_diagnostics.destination",
    source:
      "p = torch.onnx.export(model, (x,))\np.save_diagnostics('a.sarif')\ntry:\n    p.save_diagnostics('a.json')\nexcept ValueError as e:\n    print(e)",
    prints: "'destination' must have a .sarif extension, got a.json\nfiles a.sarif",
  },
  {
    of: "ONNXProgram.rename_axes.rename_mapping",
    source:
      "p = torch.onnx.export(model, (x,), dynamic_shapes=({0: 'n'},))\np.rename_axes({'n': 'rows', 'other': 'o'})\nprint(p.model.graph.inputs[0].shape, p.model.graph.outputs[0].shape)\nfor wrong in (3, {'rows': 3}):\n    try:\n        p.rename_axes(wrong)\n    except TypeError as e:\n        print(e)",
    prints: "[rows,4] [rows,3]\nrename_mapping must be a dict\nrename_mapping must map names of axes to names",
  },
  {
    of: "ONNXProgram.compute_values.value_names",
    source:
      "p = torch.onnx.export(model, (x,))\nprint([v.tolist() == model.fc(x).tolist() for v in p.compute_values(['linear'], (x,))])\nfor wrong in (['zzz'], [3]):\n    try:\n        p.compute_values(wrong, (x,))\n    except (ValueError, TypeError) as e:\n        print(type(e).__name__, e)",
    prints:
      "[True]\nValueError Value 'zzz' not found in the model. Please provide a valid value name.\nTypeError value_names must be strings",
  },
  {
    of: "ONNXProgram.compute_values.args",
    source:
      "p = torch.onnx.export(model, (x,))\nprint(p.compute_values(['x'], (x * 3,))[0].tolist() == (x * 3).tolist())",
    prints: "True",
  },
  {
    of: "ONNXProgram.compute_values.kwargs",
    source:
      "p = torch.onnx.export(model, (x,), kwargs={'scale': s})\nprint(p.compute_values(['scale'], (x,), {'scale': s})[0].tolist())",
    prints: "[2.0, 2.0, 2.0]",
  },
  {
    of: "ONNXProgram.initialize_inference_session.initializer",
    source:
      "p = torch.onnx.export(model, (x,))\np.initialize_inference_session()\nmade = []\np.initialize_inference_session(lambda m: made.append(type(m).__name__))\nprint(made)\np.release()\nprint(len(p(x)))",
    prints: "['bytes']\n1",
  },
];

const documented = Object.entries<readonly string[]>(API).flatMap(([name, parameters]) =>
  parameters.map((parameter) => `${name.replace("torch.onnx.", "")}.${parameter}`),
);

describe("parameters of torch.onnx", () => {
  it.each(ROWS)("$of", async ({ source, prints }) => {
    const run = await runExport(`${MODEL}\n${source}`);
    expect(run.stderr).toBe("");
    expect([run.stdout, ...seenIn(run.files, prints)].join("").trimEnd()).toBe(prints.trimEnd());
  });

  it("the table has every documented one, once", () => {
    expect(ROWS.map((row) => row.of).sort()).toEqual([...documented].sort());
  });

  it("signatures have them, in their order", async () => {
    const text = await printed(`
import inspect, torch
for path in ${JSON.stringify(Object.keys(API))}:
    value = torch.onnx
    for name in path.split(".")[2:]:
        value = getattr(value, name)
    names = [n for n in inspect.signature(value).parameters if n not in ("self", "op_level_debug", "fallback")]
    print(path, ",".join(names))
`);
    const lines = Object.entries<readonly string[]>(API).map(
      ([name, parameters]) => `${name} ${parameters.join(",")}\n`,
    );
    expect(text).toBe(lines.join(""));
  });
});

/** What a row says of the files: their names, and of `a.onnx` its initializers and inputs, of the report a line of it. */
function seenIn(files: ReadonlyMap<string, Uint8Array>, prints: string): string[] {
  if (files.size === 0) return [];
  const untimed = (name: string) => name.replace(/\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d-\d{6}/, "TIME");
  const lines = [`files ${[...files.keys()].map(untimed).sort().join(" ")}\n`];
  const asks = (word: string) => prints.includes(`\n${word} `);
  const model = files.get("a.onnx");
  if (model !== undefined && (asks("initializers") || asks("inputs"))) {
    const { graph } = readModel(model);
    if (asks("initializers")) lines.push(`initializers ${[...graph.initializers.keys()].join(" ")}\n`);
    if (asks("inputs")) lines.push(`inputs ${graph.inputs.map((value) => value.name).join(" ")}\n`);
  }
  const report = [...files].find(([name]) => name.endsWith(".md"))?.[1];
  const wanted = /\nreported (.*)/.exec(prints)?.[1];
  if (report !== undefined && wanted !== undefined) {
    const [text = "", mark] = wanted.split(": ");
    const line =
      new TextDecoder()
        .decode(report)
        .split("\n")
        .find((other) => other.includes(text)) ?? "(nothing)";
    lines.push(`reported ${mark === undefined ? line : `${text}: ${line.split(" ")[0]}`}\n`);
  }
  return lines;
}
