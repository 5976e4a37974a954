/** `numpy.testing`: the assertions that programs make about results. */

export const NUMPY_TESTING = `
import contextlib

import numpy as np


def _shown(array):
    lines = repr(array).split("\\n")
    return "\\n".join(lines[:3]) + ("..." if len(lines) > 3 else "")


def _number(value):
    return repr(value.item() if hasattr(value, "item") else value)


def _message(header, err_msg, lines, names, values):
    head = header + ("\\n" + err_msg if err_msg else "")
    body = "\\n".join(lines)
    ends = "\\n".join(f" {name}: {_shown(value)}" for name, value in zip(names, values))
    return "\\n" + head + "\\n" + ("\\n" if not err_msg and lines else "") + (body + "\\n" if lines else "") + ends


def _compare(close, actual, desired, header, err_msg="", names=("ACTUAL", "DESIRED"), equal_nan=True, strict=False):
    actual, desired = np.asanyarray(actual), np.asanyarray(desired)

    def fail(*lines):
        raise AssertionError(_message(header, err_msg, list(lines), names, (actual, desired)))

    if strict and (actual.shape != desired.shape or actual.dtype != desired.dtype):
        fail(f"(shapes {actual.shape}, {desired.shape} or dtypes {actual.dtype}, {desired.dtype} mismatch)")
    if actual.shape != desired.shape and actual.shape != () and desired.shape != ():
        fail(f"(shapes {actual.shape}, {desired.shape} mismatch)")
    floating = actual.dtype.kind in "fc" or desired.dtype.kind in "fc"
    special = np.zeros(np.broadcast_shapes(actual.shape, desired.shape), dtype=bool)
    if floating and equal_nan:
        for what, test in (("nan", np.isnan), ("inf", np.isinf)):
            mine = np.broadcast_to(test(actual) if actual.dtype.kind in "fc" else False, special.shape)
            theirs = np.broadcast_to(test(desired) if desired.dtype.kind in "fc" else False, special.shape)
            if (mine != theirs).any():
                fail(f"{what} location mismatch:")
            special = special | mine
    a, d = np.broadcast_to(actual, special.shape), np.broadcast_to(desired, special.shape)
    wrong = ~np.asarray(close(a, d))
    if floating and equal_nan:
        # Infinities agree when they are the same ones.
        wrong = np.where(special, np.isinf(a) & (a != d) if a.dtype.kind in "fc" else False, wrong)
    count = int(wrong.sum())
    if count == 0:
        return
    total = wrong.size
    lines = [f"Mismatched elements: {count} / {total} ({100 * count / total:.3g}%)"]
    if wrong.shape != ():
        places = [tuple(int(i) for i in place) for place in np.argwhere(wrong)[:5]]
        lines.append("Mismatch at index:" if count == 1 else "Mismatch at indices:" if count <= 5 else "First 5 mismatches are at indices:")
        lines.extend(f" {list(p)}: {_number(a[p])} ({names[0]}), {_number(d[p])} ({names[1]})" for p in places)
    if a.dtype.kind in "biufc" and d.dtype.kind in "biufc" and "b" not in (a.dtype.kind, d.dtype.kind):
        difference = np.atleast_1d(np.abs(a - d) if a.dtype.kind != "u" else np.where(a > d, a - d, d - a))[np.atleast_1d(wrong)]
        base = np.atleast_1d(np.abs(d))[np.atleast_1d(wrong)]
        lines.append("Max absolute difference among violations: " + np.array2string(np.asarray(difference.max())))
        if (base != 0).any():
            relative = difference[base != 0] / base[base != 0]
            lines.append("Max relative difference among violations: " + np.array2string(np.asarray(relative.max())))
        else:
            lines.append("Max relative difference among violations: inf")
    fail(*lines)


def assert_allclose(actual, desired, rtol=1e-7, atol=0, equal_nan=True, err_msg="", verbose=True, *, strict=False):
    """Raises AssertionError unless |actual - desired| <= atol + rtol * |desired| everywhere."""
    close = lambda a, d: np.isclose(a, d, rtol=rtol, atol=atol, equal_nan=equal_nan)
    _compare(close, actual, desired, f"Not equal to tolerance rtol={rtol:g}, atol={atol:g}", err_msg, equal_nan=equal_nan, strict=strict)


def assert_array_equal(actual, desired, err_msg="", verbose=True, *, strict=False):
    _compare(lambda a, d: a == d, actual, desired, "Arrays are not equal", err_msg, strict=strict)


def assert_array_almost_equal(actual, desired, decimal=6, err_msg="", verbose=True):
    close = lambda a, d: np.abs(a - d) < 1.5 * 10.0 ** (-decimal)
    _compare(close, actual, desired, f"Arrays are not almost equal to {decimal} decimals", err_msg)


def assert_array_less(x, y, err_msg="", verbose=True, *, strict=False):
    _compare(lambda a, d: a < d, x, y, "Arrays are not strictly ordered \`x < y\`", err_msg, ("x", "y"), strict=strict)


def _scalar_message(header, err_msg, actual, desired):
    return "\\n" + header + ("\\n" + err_msg if err_msg else "") + f"\\n ACTUAL: {actual!r}\\n DESIRED: {desired!r}"


def assert_almost_equal(actual, desired, decimal=7, err_msg="", verbose=True):
    if isinstance(actual, (np.ndarray, list, tuple)) or isinstance(desired, (np.ndarray, list, tuple)):
        return assert_array_almost_equal(actual, desired, decimal, err_msg)
    same_nan = actual != actual and desired != desired
    if not same_nan and not abs(desired - actual) < 1.5 * 10.0 ** (-decimal):
        raise AssertionError(_scalar_message(f"Arrays are not almost equal to {decimal} decimals", err_msg, actual, desired))


def assert_approx_equal(actual, desired, significant=7, err_msg="", verbose=True):
    scale = 0.5 * (abs(desired) + abs(actual))
    scale = 1.0 if scale == 0 else 10.0 ** np.floor(np.log10(scale))
    if abs(desired / scale - actual / scale) >= 10.0 ** -(significant - 1):
        raise AssertionError(_scalar_message(f"Items are not equal to {significant} significant digits:", err_msg, actual, desired))


def assert_equal(actual, desired, err_msg="", verbose=True, *, strict=False):
    if isinstance(desired, dict):
        assert_equal(len(actual), len(desired), err_msg)
        for key, value in desired.items():
            if key not in actual:
                raise AssertionError(repr(key))
            assert_equal(actual[key], value, f"key={key!r}\\n{err_msg}")
    elif isinstance(desired, (list, tuple)) and isinstance(actual, (list, tuple)):
        assert_equal(len(actual), len(desired), err_msg)
        for i, value in enumerate(desired):
            assert_equal(actual[i], value, f"item={i!r}\\n{err_msg}")
    elif isinstance(actual, np.ndarray) or isinstance(desired, np.ndarray):
        assert_array_equal(actual, desired, err_msg, strict=strict)
    elif not (actual == desired or (actual != actual and desired != desired)):
        raise AssertionError(_scalar_message("Items are not equal:", err_msg, actual, desired))


def assert_(val, msg=""):
    if not val:
        raise AssertionError(msg() if callable(msg) else msg)


def assert_raises(exception_class, callable=None, *args, **kwargs):
    @contextlib.contextmanager
    def expecting():
        try:
            yield
        except exception_class:
            return
        raise AssertionError(f"{exception_class.__name__} not raised")

    if callable is None:
        return expecting()
    with expecting():
        callable(*args, **kwargs)
`;
