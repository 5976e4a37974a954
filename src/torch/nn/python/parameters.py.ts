/** `torch.nn.utils`: vectors of parameters, gradient clipping, fusion of batch norm, written in Python. */

export const PARAMETERS = `
import torch
import torch._training
from torch import nn


def parameters_to_vector(parameters):
    return torch.cat([p.view(-1) for p in parameters])


def vector_to_parameters(vec, parameters):
    if not isinstance(vec, torch.Tensor):
        raise TypeError(f"expected torch.Tensor, but got: {torch.typename(vec)}")
    start = 0
    for p in parameters:
        p.data = vec[start : start + p.numel()].view_as(p).data
        start += p.numel()


# Gradients are not computed: their norm is unknown after a backward pass, and 0 before.
def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    parameters = [parameters] if isinstance(parameters, torch.Tensor) else list(parameters)
    if any(p.grad is not None for p in parameters):
        return torch._training.unknown_gradient()
    return torch.tensor(0.0)


def clip_grad_value_(parameters, clip_value, foreach=None):
    return None


def clip_grads_with_norm_(parameters, max_norm, total_norm, foreach=None):
    return None


def get_total_norm(tensors, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    return torch.tensor(0.0)


clip_grad_norm = clip_grad_norm_


def skip_init(module_cls, *args, **kwargs):
    return module_cls(*args, **kwargs)


def scaled(bn_rv, bn_eps, bn_w, like):
    scale = torch.rsqrt(bn_rv + bn_eps)
    return scale if bn_w is None else bn_w * scale


def fuse_conv_bn_weights(conv_w, conv_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b, transpose=False):
    scale = scaled(bn_rv, bn_eps, bn_w, bn_rm)
    shape = [1, -1] if transpose else [-1, 1]
    weight = conv_w * scale.reshape(shape + [1] * (conv_w.dim() - 2))
    bias = (-bn_rm if conv_b is None else conv_b - bn_rm) * scale
    bias = bias if bn_b is None else bias + bn_b
    return nn.Parameter(weight, conv_w.requires_grad), nn.Parameter(bias)


def fuse_conv_bn_eval(conv, bn, transpose=False):
    import copy

    if conv.training or bn.training:
        raise AssertionError("Fusion only for eval!")
    fused = copy.deepcopy(conv)
    fused.weight, fused.bias = fuse_conv_bn_weights(
        fused.weight, fused.bias, bn.running_mean, bn.running_var, bn.eps, bn.weight, bn.bias, transpose
    )
    return fused


def fuse_linear_bn_weights(linear_w, linear_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b):
    scale = scaled(bn_rv, bn_eps, bn_w, bn_rm)
    bias = (-bn_rm if linear_b is None else linear_b - bn_rm) * scale
    bias = bias if bn_b is None else bias + bn_b
    return nn.Parameter(linear_w * scale.unsqueeze(-1), linear_w.requires_grad), nn.Parameter(bias)


def fuse_linear_bn_eval(linear, bn):
    import copy

    if linear.training or bn.training:
        raise AssertionError("Fusion only for eval!")
    fused = copy.deepcopy(linear)
    fused.weight, fused.bias = fuse_linear_bn_weights(
        fused.weight, fused.bias, bn.running_mean, bn.running_var, bn.eps, bn.weight, bn.bias
    )
    return fused
`;
