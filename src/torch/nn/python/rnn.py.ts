/** `torch.nn.utils.rnn`: padding of sequences, written in Python. */

export const RNN = `
from collections import namedtuple

import torch
import torch.nn.functional as F

class PackedSequence(namedtuple("PackedSequence_", ["data", "batch_sizes", "sorted_indices", "unsorted_indices"])):
    def __new__(cls, data, batch_sizes=None, sorted_indices=None, unsorted_indices=None):
        if unsorted_indices is None:
            unsorted_indices = invert_permutation(sorted_indices)
        return super().__new__(cls, data, batch_sizes, sorted_indices, unsorted_indices)

    def to(self, *args, **kwargs):
        return type(self)(self.data.to(*args, **kwargs), *self[1:])

    def cpu(self):
        return self.to("cpu")

    def cuda(self, *args, **kwargs):
        return self.to("cuda")

    @property
    def is_cuda(self):
        return self.data.is_cuda


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


# The lengths must be known when the sequences are packed: numbers, or a tensor outside of the graph.
def pack_padded_sequence(input, lengths, batch_first=False, enforce_sorted=True):
    lengths = torch.as_tensor(lengths, dtype=torch.int64, device="cpu")
    sorted_indices = None
    if not enforce_sorted:
        lengths, sorted_indices = torch.sort(lengths, descending=True)
        input = input.index_select(0 if batch_first else 1, sorted_indices)
    counts = lengths.tolist()
    steps = input if not batch_first else input.transpose(0, 1)
    if len(counts) != steps.size(1):
        raise RuntimeError(f"Expected \`len(lengths)\` to be equal to batch_size, but got {len(counts)} (batch_size={steps.size(1)})")
    if counts and counts[-1] <= 0:
        raise RuntimeError("Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0")
    if any(a < b for a, b in zip(counts, counts[1:])):
        raise RuntimeError("\`lengths\` array must be sorted in decreasing order when \`enforce_sorted\` is True. You can pass \`enforce_sorted=False\` to pack_padded_sequence and/or pack_sequence to sidestep this requirement if you do not need ONNX exportability.")
    sizes = [sum(1 for n in counts if n > t) for t in range(counts[0])]
    data = torch.cat([steps[t, :size] for t, size in enumerate(sizes)])
    return PackedSequence(data, torch.tensor(sizes), sorted_indices, None)


def _sequences(data, batch_sizes):
    sizes = batch_sizes.tolist()
    starts = [sum(sizes[:t]) for t in range(len(sizes))]
    # Sequence i stands in row i of every step that is long enough for it.
    return [torch.stack([data[start + i] for start, size in zip(starts, sizes) if size > i]) for i in range(sizes[0])]


def _repacked(sequences, batch_sizes):
    sizes = batch_sizes.tolist()
    return torch.cat([torch.stack([sequences[i][t] for i in range(size)]) for t, size in enumerate(sizes)])


def pad_packed_sequence(sequence, batch_first=False, padding_value=0.0, total_length=None):
    rows = _sequences(sequence.data, sequence.batch_sizes)
    lengths = torch.tensor([len(row) for row in rows])
    padded = pad_sequence(rows, batch_first, padding_value)
    if total_length is not None:
        dim = 1 if batch_first else 0
        if total_length < padded.size(dim):
            raise ValueError(f"Expected total_length to be at least the length of the longest sequence in input, but got total_length={total_length} and max sequence length being {padded.size(dim)}")
        extra = total_length - padded.size(dim)
        tail = (0, 0) * (padded.dim() - 1 - dim) + (0, extra)
        padded = F.pad(padded, tail, value=padding_value)
    if sequence.unsorted_indices is not None:
        padded = padded.index_select(0 if batch_first else 1, sequence.unsorted_indices)
        lengths = lengths[sequence.unsorted_indices]
    return padded, lengths


def pack_sequence(sequences, enforce_sorted=True):
    lengths = torch.as_tensor([v.size(0) for v in sequences])
    return pack_padded_sequence(pad_sequence(sequences), lengths, enforce_sorted=enforce_sorted)


def unpack_sequence(packed_sequences):
    padded, lengths = pad_packed_sequence(packed_sequences, batch_first=True)
    return unpad_sequence(padded, lengths, batch_first=True)


# A recurrent layer on packed sequences: each sequence by itself, since they share nothing but the weights.
def run_packed(layer, packed, hx):
    data, batch_sizes, order, back = packed
    if hx is not None and order is not None:
        hx = tuple(h.index_select(1, order) for h in hx) if isinstance(hx, tuple) else hx.index_select(1, order)
    outputs, states = [], []
    for i, row in enumerate(_sequences(data, batch_sizes)):
        state = None
        if hx is not None:
            state = tuple(h[:, i] for h in hx) if isinstance(hx, tuple) else hx[:, i]
        output, state = layer(row, state)
        outputs.append(output)
        states.append(state)
    result = PackedSequence(_repacked(outputs, batch_sizes), batch_sizes, order, back)

    def gathered(parts):
        h = torch.stack(parts, 1)
        return h if back is None else h.index_select(1, back)

    if isinstance(states[0], tuple):
        return result, tuple(gathered([s[k] for s in states]) for k in range(2))
    return result, gathered(states)
`;
