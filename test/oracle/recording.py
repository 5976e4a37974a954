"""Tensors as JSON, for the recorders that run in real PyTorch."""

import base64

import torch
import torch.utils._pytree as pytree


def tensor_record(tensor):
    data = tensor.detach().resolve_conj().clone(memory_format=torch.contiguous_format)
    return {
        "dtype": str(data.dtype).removeprefix("torch."),
        "shape": list(data.shape),
        "base64": base64.b64encode(data.flatten().view(torch.uint8).numpy().tobytes()).decode(),
    }


def tensors(value):
    return [tensor_record(leaf) for leaf in pytree.tree_leaves(value) if isinstance(leaf, torch.Tensor)]
