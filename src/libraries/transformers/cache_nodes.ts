/** transformers' caches as containers of tensors, so that models may take and return them. */

/**
 * The keys and values of a cache by layer, as the library's own `register_dynamic_cache_export_support` names them, and
 * what else its layers hold. A program that registers the class itself comes first.
 */
export const CACHE_NODES = `
import copy

import torch
import torch.utils._pytree as pytree
from transformers.cache_utils import Cache, EncoderDecoderCache

NAMES = {"keys": "key_cache", "values": "value_cache"}


def _tensors(cache):
    """The tensors of the layers: by name, a list of (holder, attribute or position)."""
    found = {"key_cache": [], "value_cache": []}
    layers = getattr(cache, "layers", None)
    if layers is None:
        # Before layers there were two lists.
        for name in found:
            items = getattr(cache, name)
            found[name] = [(items, i) for i, item in enumerate(items) if isinstance(item, torch.Tensor)]
        return found
    for layer in layers:
        for name, value in vars(layer).items():
            if isinstance(value, torch.Tensor) and not name.startswith("_"):
                found.setdefault(NAMES.get(name, name), []).append((layer, name))
    return found


def _get(place):
    holder, key = place
    return holder[key] if isinstance(holder, list) else getattr(holder, key)


def _flatten(cache):
    found = _tensors(cache)
    return [[_get(place) for place in places] for places in found.values()], (list(found), cache)


def _flatten_with_keys(cache):
    values, context = _flatten(cache)
    return [(pytree.MappingKey(name), value) for name, value in zip(context[0], values)], context


def _unflatten(values, context):
    names, cache = context
    made = copy.copy(cache)
    if hasattr(cache, "layers"):
        made.layers = [copy.copy(layer) for layer in cache.layers]
    else:
        made.key_cache, made.value_cache = list(cache.key_cache), list(cache.value_cache)
    places = _tensors(made)
    for name, tensors in zip(names, values):
        for (holder, key), tensor in zip(places[name], tensors):
            if isinstance(holder, list):
                holder[key] = tensor
            else:
                setattr(holder, key, tensor)
    return made


PARTS = ["self_attention_cache", "cross_attention_cache"]


def _flatten_both(cache):
    return [getattr(cache, part) for part in PARTS], cache


def _flatten_both_with_keys(cache):
    return [(pytree.MappingKey(part), getattr(cache, part)) for part in PARTS], cache


def _unflatten_both(values, cache):
    made = copy.copy(cache)
    if hasattr(cache, "is_updated"):
        made.is_updated = dict(cache.is_updated)
    for part, value in zip(PARTS, values):
        setattr(made, part, value)
    return made


def register(cls):
    if cls in pytree.SUPPORTED_NODES:
        return
    if issubclass(cls, EncoderDecoderCache):
        pytree.register_pytree_node(cls, _flatten_both, _unflatten_both, flatten_with_keys_fn=_flatten_both_with_keys)
    elif issubclass(cls, Cache):
        pytree.register_pytree_node(cls, _flatten, _unflatten, flatten_with_keys_fn=_flatten_with_keys)
`;
