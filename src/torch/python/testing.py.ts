/** `torch.testing`: the assertion that programs make about results. */

export const TESTING_COMPARISON = `
import torch
from torch._testing_state import compares

# Relative and absolute, as PyTorch documents them.
_TOLERANCES = {
    torch.float16: (1e-3, 1e-5), torch.bfloat16: (1.6e-2, 1e-5), torch.float32: (1.3e-6, 1e-5), torch.float64: (1e-7, 1e-7),
    torch.complex64: (1.3e-6, 1e-5), torch.complex128: (1e-7, 1e-7),
}


def _tolerances(dtypes, rtol, atol):
    if (rtol is None) != (atol is None):
        raise ValueError("rtol and atol must both be specified or both be unspecified")
    if rtol is not None:
        return rtol, atol
    known = [_TOLERANCES.get(dtype, (0.0, 0.0)) for dtype in dtypes]
    return max(r for r, _ in known), max(a for _, a in known)


def _allowed(tolerance, exact):
    return "" if exact else f" (up to {tolerance} allowed)"


def _compare_tensors(actual, expected, rtol, atol, equal_nan, check_dtype):
    if actual.shape != expected.shape:
        return f"The values for attribute 'shape' do not match: {actual.shape} != {expected.shape}."
    if check_dtype and actual.dtype != expected.dtype:
        return f"The values for attribute 'dtype' do not match: {actual.dtype} != {expected.dtype}."
    rtol, atol = _tolerances((actual.dtype, expected.dtype), rtol, atol)
    exact = rtol == 0 and atol == 0
    wide = torch.complex128 if actual.is_complex() else torch.float64 if actual.is_floating_point() else torch.int64
    a, e = actual.detach().to(wide), expected.detach().to(wide)
    close = torch.isclose(a, e, rtol=rtol, atol=atol, equal_nan=equal_nan)
    if close.all().item():
        return None
    word = "equal" if exact else "close"
    difference = (a - e).abs()
    difference = torch.where(close, torch.zeros_like(difference), difference)
    if a.numel() == 1 and a.dim() == 0:
        value = expected.item()
        relative = difference.item() / abs(value) if value else float("inf")
        lines = [f"Expected {value} but got {actual.item()}."]
        lines.append(f"Absolute difference: {difference.item()}{_allowed(atol, exact)}")
        lines.append(f"Relative difference: {relative}{_allowed(rtol, exact)}")
        return f"Scalars are not {word}!\\n\\n" + "\\n".join(lines)
    count = (~close).sum().item()
    lines = [f"Mismatched elements: {count} / {close.numel()} ({100 * count / close.numel():.1f}%)"]
    relative = difference / e.abs()
    relative = torch.where(close, torch.zeros_like(relative), relative)
    for name, values, tolerance in (("absolute", difference, atol), ("relative", relative, rtol)):
        at = values.flatten().argmax().item()
        place = tuple(i.item() for i in torch.unravel_index(torch.tensor(at), values.shape))
        lines.append(f"Greatest {name} difference: {values.flatten()[at].item()} at index {place}{_allowed(tolerance, exact)}")
    return f"Tensor-likes are not {word}!\\n\\n" + "\\n".join(lines)


def _compare(actual, expected, options, path):
    if isinstance(expected, dict) and isinstance(actual, dict):
        if actual.keys() != expected.keys():
            return f"The keys of the mappings do not match:\\nMissing keys in the actual mapping: {sorted(expected.keys() - actual.keys())}", path
        pairs = [(actual[key], expected[key], key) for key in expected]
    elif isinstance(expected, (list, tuple)) and isinstance(actual, (list, tuple)):
        if len(actual) != len(expected):
            return f"The length of the sequences mismatch: {len(actual)} != {len(expected)}", path
        pairs = [(a, e, i) for i, (a, e) in enumerate(zip(actual, expected))]
    elif actual is None or expected is None:
        return (None if actual is expected else f"None mismatch: {actual} is not {expected}"), path
    else:
        scalars = not isinstance(actual, torch.Tensor) and not isinstance(expected, torch.Tensor)
        to = lambda v: v if isinstance(v, torch.Tensor) else torch.tensor(v, dtype=torch.float64 if scalars and isinstance(v, float) else None)
        return _compare_tensors(to(actual), to(expected), *options), path
    for a, e, key in pairs:
        problem, where = _compare(a, e, options, [*path, key])
        if problem is not None:
            return problem, where
    return None, path


def assert_close(
    actual, expected, *, allow_subclasses=True, rtol=None, atol=None, equal_nan=False, check_device=True, check_dtype=True,
    check_layout=True, check_stride=False, msg=None,
):
    """Raises AssertionError unless |actual - expected| <= atol + rtol * |expected| everywhere; without values, nothing is compared."""
    if not compares():
        return
    problem, path = _compare(actual, expected, (rtol, atol, equal_nan, check_dtype), [])
    if problem is None:
        return
    if path:
        problem += "\\n\\nThe failure occurred for item " + "".join(f"[{key!r}]" for key in path)
    raise AssertionError(problem if msg is None else msg(problem) if callable(msg) else msg)
`;
