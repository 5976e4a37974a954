/** Names of `torch.onnx` that are Python: modules that export themselves, observed inputs, assertions, and what belongs to the TorchScript exporter. */

/** `ExportableModule` and `InputObserver`. */
export const EXPORTABLE = `
import abc
import contextlib
import inspect

import torch
from torch.utils import _pytree


class ExportableModule(torch.nn.Module, abc.ABC):
    """A module that knows its example arguments, its dynamic shapes and the names of its inputs and outputs."""

    @abc.abstractmethod
    def example_arguments(self):
        """\`(args, kwargs)\`; kwargs may be None."""
        raise NotImplementedError

    def dynamic_shapes(self):
        return None

    def input_names(self):
        return None

    def output_names(self):
        return None

    def to_onnx(self, **kwargs):
        return torch.onnx.export(self, **kwargs)


class _Call:
    """The tensors of one call."""

    def __init__(self, args, kwargs, constants):
        self.args, self.kwargs, self.constants = args, kwargs, constants


def _kept(tensor):
    return tensor.detach().clone() if isinstance(tensor, torch.Tensor) else tensor


class InputObserver:
    """Watches the calls of a model's forward, and infers example arguments and dynamic shapes from them."""

    def __init__(self, value_if_missing=None):
        self._missing = dict(value_if_missing or {})
        self._calls = []
        self._names = []
        self._keyword = None

    @contextlib.contextmanager
    def __call__(self, model, store_n_calls=3, method_name="forward"):
        if not hasattr(model, method_name):
            raise ValueError(f"Model type {type(model)} does not have a method {method_name!r}.")
        method = getattr(model, method_name)
        parameters = inspect.signature(method).parameters.values()
        self._names = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
        self._keyword = next((p.name for p in parameters if p.kind == p.VAR_KEYWORD), None)
        if any(p.kind == p.VAR_POSITIONAL for p in parameters):
            raise NotImplementedError("InputObserver: a method with *args is not observed here; name its parameters")
        stored = 0

        def observed(*args, **kwargs):
            nonlocal stored
            if stored < store_n_calls:
                stored += 1
                self._store(args, kwargs)
            return method(*args, **kwargs)

        object.__setattr__(model, method_name, observed)
        try:
            yield self
        finally:
            object.__delattr__(model, method_name)

    def _store(self, args, kwargs):
        for name, value in self._missing.items():
            if isinstance(name, str) and name not in self._names and self._keyword is None:
                raise ValueError(f"value_if_missing: the method has no parameter {name!r}, only {tuple(self._names)}")
            if isinstance(name, str) and kwargs.get(name) is None:
                kwargs = {**kwargs, name: value}
        plain = (int, float, bool, str)
        constants = {k: v for k, v in kwargs.items() if isinstance(v, plain)}
        tensors = {k: v for k, v in kwargs.items() if v is not None and not isinstance(v, plain)}
        ordered = {k: tensors[k] for k in [*self._names, *tensors] if k in tensors}
        flat, spec = _pytree.tree_flatten((tuple(args), ordered))
        args, ordered = _pytree.tree_unflatten([_kept(leaf) for leaf in flat], spec)
        self._calls.append(_Call(args, ordered, constants))

    def num_obs(self):
        return len(self._calls)

    def _by_name(self, call):
        return {**dict(zip(self._names, call.args)), **call.kwargs}

    def _arguments(self):
        """Each argument by name with its values in all calls, in the order of the signature; None where a call has none."""
        if not self._calls:
            raise RuntimeError("No inputs were captured.")
        calls = [self._by_name(call) for call in self._calls]
        names = dict.fromkeys(name for call in calls for name in call)
        order = [name for name in self._names if name in names] + [name for name in names if name not in self._names]
        return {name: [call.get(name) for call in calls] for name in order}

    def _positional(self):
        return all(not call.kwargs and not call.constants for call in self._calls)

    @staticmethod
    def _leaves(values):
        """The shapes of each leaf over all calls that have the argument."""
        flat = [_pytree.tree_flatten(value)[0] for value in values if value is not None]
        flat = [leaves for leaves in flat if leaves]
        if len({len(leaves) for leaves in flat}) > 1:
            raise RuntimeError("an argument has different numbers of tensors in different calls. Inference is impossible in that case.")
        return [list(leaf) for leaf in zip(*flat)]

    def infer_dynamic_shapes(self, set_batch_dimension_for=None):
        """A tuple or dictionary for \`torch.export.export\` and \`torch.onnx.export\`: dimensions whose size changed are dynamic."""
        shapes = {}
        for position, (name, values) in enumerate(self._arguments().items()):
            batch = set_batch_dimension_for is True or (
                bool(set_batch_dimension_for) and (name in set_batch_dimension_for or position in set_batch_dimension_for)
            )
            dynamic = []
            for tensors in self._leaves(values):
                sizes = [tuple(t.shape) for t in tensors]
                if len({len(s) for s in sizes}) != 1:
                    raise RuntimeError(f"All shapes in shape_list must have the same rank but shape_list={sizes}.")
                dims = [i for i in range(len(sizes[0])) if len({s[i] for s in sizes}) > 1 or (i == 0 and batch)]
                dynamic.append({i: torch.export.Dim.DYNAMIC for i in dims})
            example = next(v for v in values if v is not None and _pytree.tree_flatten(v)[0])
            shapes[name] = self._nested(example, iter(dynamic))
        constants = {name: None for call in self._calls for name in call.constants}
        if self._positional():
            return tuple(shapes.values())
        every = {**shapes, **constants}
        extra = {name: value for name, value in every.items() if name not in self._names}
        if self._keyword is None or not extra:
            return every
        return {**{name: value for name, value in every.items() if name in self._names}, self._keyword: extra}

    def _nested(self, value, dynamic):
        if isinstance(value, torch.Tensor):
            return next(dynamic)
        if isinstance(value, dict):
            return {key: self._nested(item, dynamic) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(self._nested(item, dynamic) for item in value)
        return [next(dynamic) for leaf in _pytree.tree_flatten(value)[0]]

    def infer_arguments(self, index_or_args_or_kwargs=None, flat=False, as_args_kwargs=False):
        """Example arguments: those of the call that has most, with empty tensors for what it does not have."""
        arguments = self._arguments()
        if index_or_args_or_kwargs is None:
            counts = [len(self._by_name(call)) for call in self._calls]
            chosen = counts.index(max(counts))
        elif isinstance(index_or_args_or_kwargs, int):
            chosen = index_or_args_or_kwargs
            if chosen >= len(self._calls):
                raise RuntimeError(f"No stored input set for index={chosen}<{len(self._calls)}.")
        else:
            raise NotImplementedError("infer_arguments: give the number of an observed call, or nothing")
        made = {}
        for name, values in arguments.items():
            value = values[chosen]
            if value is None or not _pytree.tree_flatten(value)[0]:
                value = self._empty(next(v for v in values if v is not None and _pytree.tree_flatten(v)[0]), self._leaves(values))
            made[name] = value
        constants = self._calls[chosen].constants
        if flat:
            return _pytree.tree_flatten(list(made.values()))[0]
        if as_args_kwargs:
            count = max(len(call.args) for call in self._calls)
            names = list(made)
            kwargs = {name: made[name] for name in names[count:]}
            return tuple(made[name] for name in names[:count]), {**kwargs, **constants}
        return tuple(made.values()) if self._positional() else {**made, **constants}

    @staticmethod
    def _empty(like, leaves):
        flat, spec = _pytree.tree_flatten(like)
        made = []
        for tensor, seen in zip(flat, leaves):
            sizes = list(tensor.shape)
            changing = [i for i in range(len(sizes)) if len({t.shape[i] for t in seen}) > 1]
            if changing:
                sizes[max(changing)] = 0
            made.append(torch.zeros(sizes, dtype=tensor.dtype))
        return _pytree.tree_unflatten(made, spec)
`;

/** `torch.onnx.testing` */
export const TESTING = `
import torch


def assert_onnx_program(
    program, *, rtol=None, atol=None, args=None, kwargs=None, strategy="TorchExportNonStrictStrategy", backend="onnxruntime"
):
    """Raises AssertionError unless the ONNX model gives what the captured program gives."""
    if strategy is not None and program._capture_strategy != strategy:
        raise ValueError(
            f"Expected strategy '{strategy}' is used to capture the exported program, but got '{program._capture_strategy}'."
        )
    exported = program.exported_program
    if args is None and kwargs is None:
        if exported.example_inputs is None:
            raise ValueError(
                "No example inputs provided and the exported_program does not contain example inputs. "
                "Please provide arguments to verify the ONNX program."
            )
        args, kwargs = exported.example_inputs
    args, kwargs = args or (), kwargs or {}
    expected = program.adapt_torch_outputs_to_onnx(exported.module()(*args, **kwargs))
    if backend == "onnxruntime":
        actual = program(*args, **kwargs)
    elif backend == "reference":
        actual = program.call_reference(*args, **kwargs)
    else:
        raise ValueError(f"Unsupported backend '{backend}'. Supported backends are 'onnxruntime' and 'reference'.")
    torch.testing.assert_close(tuple(actual), tuple(expected), rtol=rtol, atol=atol, equal_nan=True, check_device=False)
`;

/** What the TorchScript exporter offers: the names are there, and using one says what to do instead. */
export const TORCHSCRIPT = `
import contextlib

_INSTEAD = (
    "belongs to the TorchScript exporter, which does not exist here. Give translations of operators with "
    "torch.onnx.export(custom_translation_table={torch.ops.namespace.name.overload: onnxscript_function}), "
    "or with torch.onnx.OnnxRegistry.register_op"
)


def refuse(name):
    raise NotImplementedError(f"torch.onnx.{name} {_INSTEAD}")


def register_custom_op_symbolic(symbolic_name, symbolic_fn, opset_version):
    refuse("register_custom_op_symbolic")


def unregister_custom_op_symbolic(symbolic_name, opset_version):
    refuse("unregister_custom_op_symbolic")


@contextlib.contextmanager
def select_model_mode_for_export(model, mode):
    """The model in the mode asked for (TrainingMode.EVAL, PRESERVE, TRAINING), and as it was afterwards."""
    import torch

    if mode in (torch.onnx.TrainingMode.PRESERVE, None) or not isinstance(model, torch.nn.Module):
        yield
        return
    before = {module: module.training for module in model.modules()}
    model.train(mode == torch.onnx.TrainingMode.TRAINING)
    try:
        yield
    finally:
        for module, training in before.items():
            module.training = training


class JitScalarType:
    def __init__(self, *args, **kwargs):
        refuse("JitScalarType")

    @classmethod
    def from_dtype(cls, dtype):
        refuse("JitScalarType")

    @classmethod
    def from_value(cls, value, default=None):
        refuse("JitScalarType")
`;

/** A submodule of which nothing works. */
export function torchScriptModule(name: string, kept: readonly string[] = []): string {
  const imports = kept.length === 0 ? "" : `from torch.onnx._torchscript import ${kept.join(", ")}\n`;
  return `${imports}

def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    from torch.onnx._torchscript import refuse

    refuse(f"${name}.{name}")
`;
}
