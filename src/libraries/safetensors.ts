/** safetensors, whose reader is compiled code: files are read through the torch package, and none is written. */

import type { Library } from "../dynamo/importer/library.ts";
import { sourceModule } from "../dynamo/importer/source_module.ts";

const SAFETENSORS = `
from torch import _safetensors as _native

__version__ = "0.6.2"
__path__ = []
_saved = {}


class SafetensorError(Exception):
    pass


def _read(file, device=None):
    saved = None if isinstance(file, (bytes, bytearray)) else _saved.get(_native.path(file))
    if saved is not None:
        tensors, metadata = saved
        return {name: t.clone().to(device or "cpu") for name, t in tensors.items()}, dict(metadata)
    found = _native.open(file, device)
    if isinstance(found, str):
        raise SafetensorError(found)
    return found


class _Slice:
    def __init__(self, tensor):
        self._tensor = tensor

    def get_shape(self):
        return list(self._tensor.shape)

    def get_dtype(self):
        return _native.dtypes[str(self._tensor.dtype)[len("torch."):]]

    def __getitem__(self, index):
        return self._tensor[index]


class safe_open:
    def __init__(self, filename, framework, device="cpu"):
        if framework not in ("pt", "torch", "pytorch"):
            raise SafetensorError(f"framework {framework!r} is not supported here: tensors are PyTorch's")
        self._tensors, self._metadata = _read(filename, device)

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        pass

    def keys(self):
        return sorted(self._tensors)

    def offset_keys(self):
        return list(self._tensors)

    def metadata(self):
        return self._metadata or None

    def _find(self, name):
        if name not in self._tensors:
            raise SafetensorError(f"File does not contain tensor {name}")
        return self._tensors[name]

    def get_tensor(self, name):
        return self._find(name)

    def get_slice(self, name):
        return _Slice(self._find(name))


def serialize(*args, **kwargs):
    raise NotImplementedError("safetensors.serialize is not modelled: no file is written during the analysis")

serialize_file = deserialize = serialize
`;

const TORCH = `
import torch
from safetensors import SafetensorError, _native, _read, _saved, safe_open


def load_file(filename, device="cpu"):
    return _read(filename, device)[0]


def load(data):
    return _read(data)[0]


def save_file(tensors, filename, metadata=None):
    for name, t in tensors.items():
        if not isinstance(t, torch.Tensor):
            raise ValueError(f"Key \`{name}\` is invalid, expected torch.Tensor but received {type(t)}")
    _saved[_native.path(filename)] = {name: t.detach().clone() for name, t in tensors.items()}, dict(metadata or {})
    _native.not_written("safetensors.torch.save_file")


def save(tensors, metadata=None):
    raise NotImplementedError("safetensors.torch.save is not modelled: tensors are not written during the analysis")


def save_model(model, filename, metadata=None, force_contiguous=True):
    seen, kept = set(), {}
    for name, t in model.state_dict().items():
        if t.data_ptr() not in seen:
            seen.add(t.data_ptr())
            kept[name] = t
    save_file(kept, filename, metadata)


def load_model(model, filename, strict=True, device="cpu"):
    state = load_file(filename, device=device)
    own = model.state_dict(keep_vars=True)
    shared = {}
    for name, t in own.items():
        shared.setdefault(t.data_ptr(), []).append(name)
    missing, unexpected = model.load_state_dict(state, strict=False)
    present = {name for names in shared.values() if any(n in state for n in names) for name in names}
    missing = {name for name in missing if name not in present}
    if strict and (missing or unexpected):
        lines = [f"Error(s) in loading state_dict for {type(model).__name__}:"]
        if missing:
            lines.append("    Missing key(s) in state_dict: " + ", ".join(f'"{k}"' for k in sorted(missing)))
        if unexpected:
            lines.append("    Unexpected key(s) in state_dict: " + ", ".join(f'"{k}"' for k in sorted(unexpected)))
        raise RuntimeError("\\n".join(lines))
    return missing, unexpected
`;

export const SAFETENSORS_LIBRARY: Library = {
  name: "safetensors",
  deferred: true,
  registries: [],
  modules: [sourceModule("safetensors", SAFETENSORS), sourceModule("safetensors.torch", TORCH)],
};
