/** `torch.nn.utils.parametrize`, written in Python. */

export const PARAMETRIZE = String.raw`
import copy
from contextlib import contextmanager

import torch
from torch import nn
from torch.nn import Module, ModuleDict, ModuleList, Parameter

_depth = 0
_values = {}


@contextmanager
def cached():
    global _depth
    _depth += 1
    try:
        yield
    finally:
        _depth -= 1
        if _depth == 0:
            _values.clear()


def _check(made, like, what="A parametrization must return"):
    # What a parametrization makes takes the tensor's place, so it must be of its kind.
    if not isinstance(made, torch.Tensor):
        raise ValueError(f"{what} a tensor. Got {type(made).__name__}.")
    for kind in ("dtype", "shape"):
        before, after = getattr(like, kind), getattr(made, kind)
        if before != after:
            raise ValueError(
                f"Registering a parametrization may not change the {kind} of the tensor, unless \x60unsafe\x60 flag is enabled.\n"
                f"unparametrized {kind}: {before}\nparametrized {kind}: {after}"
            )


class ParametrizationList(ModuleList):
    def __init__(self, modules, original, unsafe=False):
        if len(modules) == 0:
            raise ValueError("ParametrizationList requires one or more modules.")
        super().__init__(modules)
        self.unsafe = unsafe
        self.is_tensor = True
        self.ntensors = 1
        values = original
        like = original.detach()
        with torch.no_grad():
            for module in reversed(list(self)):
                if not hasattr(module, "right_inverse"):
                    continue
                try:
                    values = module.right_inverse(values)
                except NotImplementedError:
                    pass
        if isinstance(values, torch.Tensor):
            if values is not original:
                original.data = values
            self._put("original", original)
        else:
            self._put_all(original, values)
        if not unsafe:
            # It is run once; spectral_norm's power iteration makes a step here.
            _check(self(), like)

    def _put_all(self, original, values):
        self.is_tensor = False
        self.ntensors = len(values)
        for i, value in enumerate(values):
            if not isinstance(value, torch.Tensor):
                raise ValueError(
                    "'right_inverse' must return a Tensor or a Sequence of tensors "
                    f"(list, tuple...). Got element {i} of the sequence with type {type(value)}."
                )
            if isinstance(original, Parameter):
                value = Parameter(value, original.requires_grad)
            self._put(f"original{i}", value)

    def _put(self, name, value):
        if isinstance(value, Parameter):
            self.register_parameter(name, value)
        else:
            self.register_buffer(name, value)

    def _originals(self):
        return [getattr(self, f"original{i}") for i in range(self.ntensors)]

    def right_inverse(self, value):
        with torch.no_grad():
            for module in reversed(list(self)):
                if not hasattr(module, "right_inverse"):
                    raise RuntimeError(
                        f"parametrization {type(module).__name__} does not implement right_inverse."
                    )
                value = module.right_inverse(value)
            if self.is_tensor:
                self.original.data = value
            else:
                for original, new in zip(self._originals(), value):
                    original.data = new

    def forward(self):
        first, *rest = list(self)
        value = first(self.original) if self.is_tensor else first(*self._originals())
        for module in rest:
            value = module(value)
        return value


def _computed(self, name):
    parametrization = self.parametrizations[name]
    if _depth == 0:
        return parametrization()
    key = (id(self), name)
    if key not in _values:
        _values[key] = parametrization()
    return _values[key]


def _make_parametrized(module):
    # An instance gets a class of its own: its parametrized tensors are properties of that class.
    base = type(module)
    module.__class__ = type("Parametrized" + base.__name__, (base,), {"_parametrized_base": base})


def _add_property(module, name):
    def get(self):
        return _computed(self, name)

    def set(self, value):
        self.parametrizations[name].right_inverse(value)

    setattr(type(module), name, property(get, set))


def is_parametrized(module, tensor_name=None):
    found = getattr(module, "parametrizations", None)
    if not isinstance(found, ModuleDict):
        return False
    return len(found) > 0 if tensor_name is None else tensor_name in found


def register_parametrization(module, tensor_name, parametrization, *, unsafe=False):
    parametrization.train(module.training)
    if is_parametrized(module, tensor_name):
        chain = module.parametrizations[tensor_name]
        if not unsafe:
            before = getattr(module, tensor_name)
            made = parametrization(before)
            _check(made, before)
            if hasattr(parametrization, "right_inverse"):
                try:
                    _check(parametrization.right_inverse(made), before, "parametrization.right_inverse must return")
                except NotImplementedError:
                    pass
        chain.append(parametrization)
        chain.unsafe |= unsafe
        return module
    if tensor_name not in module._buffers and tensor_name not in module._parameters:
        raise ValueError(
            f"Module '{module}' does not have a parameter, a buffer, or a parametrized element with name '{tensor_name}'"
        )
    original = getattr(module, tensor_name)
    chain = ParametrizationList([parametrization], original, unsafe=unsafe)
    delattr(module, tensor_name)
    if not is_parametrized(module):
        _make_parametrized(module)
        module.parametrizations = ModuleDict()
    _add_property(module, tensor_name)
    module.parametrizations[tensor_name] = chain
    return module


def remove_parametrizations(module, tensor_name, leave_parametrized=True):
    if not is_parametrized(module, tensor_name):
        raise ValueError(f"Module {module} does not have a parametrization on {tensor_name}")
    chain = module.parametrizations[tensor_name]
    if chain.is_tensor:
        original = chain.original
        if leave_parametrized:
            with torch.no_grad():
                original.data = getattr(module, tensor_name)
    elif leave_parametrized:
        value = getattr(module, tensor_name)
        original = Parameter(value.detach()) if any(o.requires_grad for o in chain._originals()) else value
    else:
        raise ValueError(
            "Cannot leave unparametrized (\x60leave_parametrized=False\x60) a tensor that is parametrized in terms of a sequence of tensors."
        )
    delattr(type(module), tensor_name)
    del module.parametrizations[tensor_name]
    if isinstance(original, Parameter):
        module.register_parameter(tensor_name, original)
    else:
        module.register_buffer(tensor_name, original)
    if not is_parametrized(module):
        delattr(module, "parametrizations")
        module.__class__ = type(module)._parametrized_base
    return module


def type_before_parametrizations(module):
    return type(module)._parametrized_base if is_parametrized(module) else type(module)


def transfer_parametrizations_and_params(from_module, to_module, tensor_name=None):
    if not is_parametrized(from_module):
        return to_module
    for name in from_module.parametrizations if tensor_name is None else [tensor_name]:
        chain = from_module.parametrizations[name]
        if not hasattr(to_module, name):
            setattr(to_module, name, chain.original)
        for parametrization in chain:
            register_parametrization(to_module, name, copy.deepcopy(parametrization))
    return to_module
`;
