/** `torch.nn.utils.rnn`: padding of sequences, written in Python. */

export const RNN = `
from collections import namedtuple

import torch
import torch.nn.functional as F

PackedSequence_ = namedtuple("PackedSequence_", ["data", "batch_sizes", "sorted_indices", "unsorted_indices"])


class PackedSequence(PackedSequence_):
    pass


def pad_sequence(sequences, batch_first=False, padding_value=0.0, padding_side="right"):
    sequences = list(sequences.unbind(0)) if isinstance(sequences, torch.Tensor) else list(sequences)
    if padding_side not in ("left", "right"):
        raise ValueError(f"Expected padding_side to be one of left or right, but got {padding_side}.")
    length = max(s.size(0) for s in sequences)
    padded = []
    for s in sequences:
        missing = length - s.size(0)
        sides = (missing, 0) if padding_side == "left" else (0, missing)
        padded.append(F.pad(s, (0, 0) * (s.dim() - 1) + sides, value=padding_value))
    return torch.stack(padded, 0 if batch_first else 1)


def unpad_sequence(padded_sequences, lengths, batch_first=False):
    batch = padded_sequences if batch_first else padded_sequences.transpose(0, 1)
    return [s[: int(n)] for s, n in zip(batch, lengths)]


def invert_permutation(permutation):
    if permutation is None:
        return None
    return torch.empty_like(permutation).scatter_(0, permutation, torch.arange(0, permutation.numel()))


def refuse(*args, **kwargs):
    raise NotImplementedError(
        "packed sequences depend on the lengths in the data and can't be exported (neither can torch.export): "
        "run the recurrent layer on the padded tensor and mask its output"
    )


pack_padded_sequence = pad_packed_sequence = pack_sequence = unpack_sequence = refuse
`;
