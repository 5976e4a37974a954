/** Layers that learn their input's size from the first input, written in Python. */

export const LAZY_LAYERS = `
import torch
from torch import nn


class LazyModuleMixin:
    cls_to_become = None

    def has_uninitialized_params(self):
        return "_waiting" in self.__dict__


def settle(module, inputs):
    # The layer that the arguments and the first input ask for takes this one's place.
    arguments, keywords = module._waiting
    size = inputs[0].shape[module._size_dim]
    made = module.cls_to_become(size, *arguments, **keywords)
    training = module.training
    module._infer_hook.remove()
    del module.__dict__["_waiting"]
    hooks = {name: value for name, value in module.__dict__.items() if name.endswith("_hooks")}
    module.__dict__.update(made.__dict__)
    module.__dict__.update(hooks)
    module.training = training
    module.__class__ = module.cls_to_become


def lazy(base, size_name, size_dim=1, stand_in=lambda args, kwargs: 1, on=()):
    def __init__(self, *args, **kwargs):
        # Options that are on here, and off in the layer itself.
        for position, name in on:
            if len(args) <= position:
                kwargs.setdefault(name, True)
        # An instance of size 0 would not pass the checks: a small one stands in until the first input.
        generator = torch.get_rng_state()
        base.__init__(self, stand_in(args, kwargs), *args, **kwargs)
        torch.set_rng_state(generator)
        for name, value in self._parameters.items():
            if value is not None:
                self._parameters[name] = nn.Parameter(torch.empty(0))
        for name, value in self._buffers.items():
            if value is not None and value.dim() > 0:
                self._buffers[name] = torch.empty(0)
        setattr(self, size_name, 0)
        self._waiting = (args, kwargs)
        self._infer_hook = self.register_forward_pre_hook(settle)

    body = {"__init__": __init__, "cls_to_become": base, "_size_dim": size_dim, "__module__": base.__module__}
    return type("Lazy" + base.__name__, (LazyModuleMixin, base), body)


def convolution(base):
    # As many input channels as groups, which any grouping divides.
    def channels(args, kwargs):
        return kwargs.get("groups", args[5] if len(args) > 5 else 1)

    return lazy(base, "in_channels", stand_in=channels)


LazyLinear = lazy(nn.Linear, "in_features", -1)
LazyConv1d, LazyConv2d, LazyConv3d = (convolution(c) for c in (nn.Conv1d, nn.Conv2d, nn.Conv3d))
LazyConvTranspose1d, LazyConvTranspose2d, LazyConvTranspose3d = (
    convolution(c) for c in (nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d)
)
LazyBatchNorm1d, LazyBatchNorm2d, LazyBatchNorm3d = (
    lazy(c, "num_features") for c in (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)
)
LazyInstanceNorm1d, LazyInstanceNorm2d, LazyInstanceNorm3d = (
    lazy(c, "num_features", on=((2, "affine"), (3, "track_running_stats")))
    for c in (nn.InstanceNorm1d, nn.InstanceNorm2d, nn.InstanceNorm3d)
)
`;
