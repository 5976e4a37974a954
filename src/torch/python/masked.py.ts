/** `torch.masked`'s functions on tensors and masks, written in Python; its tensor subclass `MaskedTensor` is not modelled. */

export const MASKED_NAMES: readonly string[] =
  "sum prod amax amin argmax argmin mean var std softmax log_softmax softmin logsumexp cumsum cumprod".split(" ");

export const MASKED = `
import builtins

import torch
import torch.nn.functional as F


def _mask_of(input, mask):
    if mask.ndim > input.ndim:
        raise IndexError(
            "_input_mask expected broadcastable mask (got mask dimensionality higher than of the input)"
        )
    return torch.broadcast_to(mask, input.shape).to(dtype=torch.bool)


def _fill(input, mask, value):
    return input if mask is None else torch.where(_mask_of(input, mask), input, torch.tensor(value, dtype=input.dtype))


def _lowest(dtype):
    return -torch.inf if dtype.is_floating_point else torch.iinfo(dtype).min


def _highest(dtype):
    return torch.inf if dtype.is_floating_point else torch.iinfo(dtype).max


def _dims(input, dim):
    if dim is None:
        return tuple(range(input.ndim))
    return tuple(d % builtins.max(input.ndim, 1) for d in (dim if isinstance(dim, (tuple, list)) else (dim,)))


def _converted(input, dtype):
    return input if dtype is None else input.to(dtype)


def sum(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    if dtype is None:
        wide = input.dtype in (torch.uint8, torch.bool, torch.int8, torch.int16, torch.int32)
        dtype = torch.int64 if wide else input.dtype
    return torch.sum(_fill(input, mask, 0), _dims(input, dim), bool(keepdim), dtype=dtype)


def prod(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    if dtype is None:
        wide = input.dtype in (torch.uint8, torch.bool, torch.int8, torch.int16, torch.int32)
        dtype = torch.int64 if wide else input.dtype
    result = _fill(input, mask, 1).to(dtype)
    for d in sorted(_dims(input, dim), reverse=True):
        result = result.prod(dim=d, keepdim=bool(keepdim))
    return result


def amax(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    input = _converted(input, dtype)
    return torch.amax(_fill(input, mask, _lowest(input.dtype)), _dims(input, dim), bool(keepdim))


def amin(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    input = _converted(input, dtype)
    return torch.amin(_fill(input, mask, _highest(input.dtype)), _dims(input, dim), bool(keepdim))


def argmax(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    input = _converted(input, dtype)
    return torch.argmax(_fill(input, mask, _lowest(input.dtype)), dim, bool(keepdim)).to(input.dtype)


def argmin(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    input = _converted(input, dtype)
    return torch.argmin(_fill(input, mask, _highest(input.dtype)), dim, bool(keepdim)).to(input.dtype)


def _count(input, dim, keepdim, mask):
    counted = torch.ones(input.shape, dtype=torch.int64, device=input.device) if mask is None else _mask_of(input, mask)
    return counted.sum(dim=_dims(input, dim), keepdim=bool(keepdim))


def mean(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    shown, source = (input.dtype, "Input") if dtype is None else (dtype, "Optional")
    if not (shown.is_floating_point or shown.is_complex):
        raise ValueError(
            f"mean(): Could not infer output dtype. {source} dtype must be either "
            f"a floating point or complex dtype. Got: {shown}"
        )
    return sum(input, dim, keepdim=keepdim, dtype=shown, mask=mask) / _count(input, dim, keepdim, mask)


def var(input, dim=None, unbiased=None, *, correction=None, keepdim=False, dtype=None, mask=None):
    if unbiased is not None and correction is not None:
        raise AssertionError("Only one of unbiased and correction may be given")
    if correction is None:
        correction = 1.0 if unbiased is None or unbiased else 0.0
    if dtype is None:
        dtype = input.dtype if input.dtype.is_floating_point else torch.float32
    if not dtype.is_floating_point:
        raise NotImplementedError(f"torch.masked.var and std of {dtype} are not modelled")
    centre = sum(input, dim, keepdim=True, dtype=dtype, mask=mask) / _count(input, dim, True, mask)
    apart = input - centre
    total = sum(apart * apart, dim, keepdim=keepdim, dtype=dtype, mask=mask)
    count = _count(input, dim, keepdim, mask)
    if correction != 0:
        count = torch.maximum(count.to(dtype) - correction, torch.zeros((), dtype=dtype))
    return (total / count).to(dtype)


def std(input, dim=None, unbiased=None, *, correction=None, keepdim=False, dtype=None, mask=None):
    return torch.sqrt(var(input, dim, unbiased, correction=correction, keepdim=keepdim, dtype=dtype, mask=mask))


def softmax(input, dim, *, dtype=None, mask=None):
    input = _converted(input, dtype)
    return F.softmax(_fill(input, mask, _lowest(input.dtype)), dim)


def log_softmax(input, dim, *, dtype=None, mask=None):
    input = _converted(input, dtype)
    return F.log_softmax(_fill(input, mask, _lowest(input.dtype)), dim)


def softmin(input, dim, *, dtype=None, mask=None):
    input = _converted(input, dtype)
    return F.softmin(_fill(input, mask, _highest(input.dtype)), dim)


def logsumexp(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    filled = _fill(input, mask, _lowest(input.dtype))
    return torch.logsumexp(filled, _dims(input, dim), keepdim=bool(keepdim)).to(input.dtype if dtype is None else dtype)


def cumsum(input, dim, *, dtype=None, mask=None):
    return torch.cumsum(_fill(_converted(input, dtype), mask, 0), dim)


def cumprod(input, dim, *, dtype=None, mask=None):
    return torch.cumprod(_fill(_converted(input, dtype), mask, 1), dim)
`;
