/** `torch.func`, written in Python: calls with other parameters, and `vmap`, whose operators `vmap/rules.ts` calls. */

export const FUNC = `
import torch
import torch.utils._pytree as pytree
import torch._C._functorch as _functorch


def _owner(module, path):
    *parents, name = path.split(".")
    for parent in parents:
        module = getattr(module, parent)
    for tensors in (module._parameters, module._buffers):
        if name in tensors:
            return tensors, name
    return None, name


def functional_call(module, parameter_and_buffer_dicts, args=None, kwargs=None, *, tie_weights=True, strict=False):
    given = parameter_and_buffer_dicts
    if not isinstance(given, dict):
        merged = {}
        for part in given:
            for key in part:
                if key in merged:
                    raise ValueError(f"{key} appears in multiple dictionaries; behavior of functional call is ambiguous")
            merged.update(part)
        given = merged
    own = dict(module.named_parameters(remove_duplicate=False))
    own.update(module.named_buffers(remove_duplicate=False))
    if strict:
        missing, unexpected = [k for k in own if k not in given], [k for k in given if k not in own]
        if missing or unexpected:
            parts = ["Error(s) in reparametrizing module with strict=True:"]
            if unexpected:
                parts.append("Unexpected key(s): " + ", ".join(f'"{k}"' for k in unexpected) + ".")
            if missing:
                parts.append("Missing key(s): " + ", ".join(f'"{k}"' for k in missing) + ".")
            raise RuntimeError("\\n\\t".join(parts))
    values = dict(given)
    if tie_weights:
        for key in given:
            for other in own:
                if other not in given and key in own and own[other] is own[key]:
                    values[other] = given[key]
    swapped = []
    try:
        for key, value in values.items():
            tensors, name = _owner(module, key)
            if tensors is None:
                continue
            swapped.append((tensors, name, tensors[name]))
            tensors[name] = value
        if args is None:
            args = ()
        elif not isinstance(args, tuple):
            args = (args,)
        return module(*args, **(kwargs or {}))
    finally:
        for tensors, name, value in reversed(swapped):
            tensors[name] = value


def stack_module_state(models):
    if len(models) == 0:
        raise RuntimeError("stack_module_state: Expected at least one model, got 0.")
    if not (all(m.training for m in models) or all(not m.training for m in models)):
        raise RuntimeError("stack_module_state: Expected all models to have the same training/eval mode.")
    if not all(type(m) is type(models[0]) for m in models):
        raise RuntimeError("stack_module_state: Expected all models to be of the same class.")
    states = [(dict(m.named_parameters()), dict(m.named_buffers())) for m in models]
    params = {
        k: torch.stack([p[k] for p, _ in states]).detach().requires_grad_(v.requires_grad)
        for k, v in states[0][0].items()
    }
    return params, {k: torch.stack([b[k] for _, b in states]) for k in states[0][1]}


def _parts(value, dims):
    """The items of a container, each with its own dims."""
    keys = list(value) if isinstance(value, dict) else range(len(value))
    return [(key, value[key], dims[key] if isinstance(dims, (tuple, list, dict)) else dims) for key in keys]


def _sizes(value, dims):
    if dims is None:
        return []
    if isinstance(value, (tuple, list, dict)):
        return [size for _, item, own in _parts(value, dims) for size in _sizes(item, own)]
    if not isinstance(value, torch.Tensor):
        raise ValueError(
            f"vmap: Got in_dim={dims} for an input but the input is of type {type(value)}. "
            "We cannot vmap over non-Tensor arguments, please use None as the respective in_dim"
        )
    if not -value.dim() <= dims < value.dim():
        raise ValueError(
            f"vmap: Got in_dim={dims} for some input, but that input is a Tensor of dimensionality {value.dim()} "
            f"so expected in_dim to satisfy -{value.dim()} <= in_dim < {value.dim()}."
        )
    return [value.size(dims)]


def _mapped(value, dims, level):
    if dims is None:
        return value
    if isinstance(value, dict):
        return type(value)((key, _mapped(item, own, level)) for key, item, own in _parts(value, dims))
    if isinstance(value, (tuple, list)):
        items = [_mapped(item, own, level) for _, item, own in _parts(value, dims)]
        return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
    return _functorch._add_batch_dim(value, dims % value.dim(), level)


def vmap(func, in_dims=0, out_dims=0, randomness="error", *, chunk_size=None):
    if randomness not in ("error", "different", "same"):
        raise RuntimeError(f"Only allowed values for randomness are 'error', 'different', or 'same'. Got {randomness}")

    def wrapped(*args, **kwargs):
        dims = in_dims if isinstance(in_dims, (tuple, list)) else (in_dims,) * len(args)
        if len(dims) != len(args):
            raise ValueError(f"vmap: in_dims is not compatible with the structure of inputs: got {len(args)} inputs")
        sizes = _sizes(args, tuple(dims))
        if not sizes:
            raise ValueError("vmap: at least one input must have a dimension to map over")
        if any(size != sizes[0] for size in sizes):
            raise ValueError(
                f"vmap: Expected all tensors to have the same size in the mapped dimension, got sizes {sizes} for the mapped dimension"
            )
        level = _functorch._vmap_increment_nesting()
        try:
            result = func(*_mapped(args, tuple(dims), level), **kwargs)
            leaves, spec = pytree.tree_flatten(result)
            for leaf in leaves:
                if not isinstance(leaf, torch.Tensor):
                    raise ValueError(
                        f"vmap({getattr(func, '__name__', func)}, ...): \`{getattr(func, '__name__', func)}\` must only return Tensors, got type {type(leaf)}. "
                        "Did you mean to set out_dims= to None for output?"
                    )
            wanted = list(out_dims) if isinstance(out_dims, (tuple, list)) else [out_dims] * len(leaves)
            stacked = [
                leaf if out is None else _functorch._remove_batch_dim(leaf, level, sizes[0], out % (leaf.dim() + 1))
                for leaf, out in zip(leaves, wanted)
            ]
        finally:
            _functorch._vmap_decrement_nesting()
        return pytree.tree_unflatten(stacked, spec)

    try:
        wrapped.__name__ = func.__name__
    except AttributeError:
        pass
    return wrapped
`;

/** Indexing by a tensor without dimensions is an index here and never a number: there is nothing to change. */
export const TRANSFORM_GET_ITEM = `
class TransformGetItemToIndex:
    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return None
`;
