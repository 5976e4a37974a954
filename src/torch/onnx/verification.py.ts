/** `torch.onnx.verification`: how far the values of an exported model are from their reference. */

export const VERIFICATION = `
import dataclasses
import torch

BINS = [0.0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0, 1000000.0]


@dataclasses.dataclass
class VerificationInfo:
    """How far one value is from its reference; a histogram is its counts and the edges of its bins."""

    name: str
    max_abs_diff: float
    max_rel_diff: float
    abs_diff_hist: tuple
    rel_diff_hist: tuple
    expected_dtype: torch.dtype
    actual_dtype: torch.dtype

    def asdict(self):
        return {
            "name": self.name,
            "max_abs_diff": self.max_abs_diff,
            "max_rel_diff": self.max_rel_diff,
            "abs_diff_hist": [part.tolist() for part in self.abs_diff_hist],
            "rel_diff_hist": [part.tolist() for part in self.rel_diff_hist],
            "expected_dtype": str(self.expected_dtype),
            "actual_dtype": str(self.actual_dtype),
        }


def find_mismatch(*args, **kwargs):
    raise NotImplementedError(
        "torch.onnx.verification.find_mismatch belongs to the TorchScript exporter, which does not exist here; "
        "verify_onnx_program(onnx_program, compare_intermediates=True) tells how far each value is from its reference"
    )


def verify_onnx_program(onnx_program, args=None, kwargs=None, compare_intermediates=False):
    """One VerificationInfo an output, or one an FX node whose result the model has."""
    infos = []
    for found in onnx_program._verify(args, kwargs, compare_intermediates):
        name, max_abs, max_rel, absolute, relative, expected, actual = found
        hist = lambda counts: (torch.tensor(counts), torch.tensor(BINS))
        infos.append(
            VerificationInfo(
                name, max_abs, max_rel, hist(absolute), hist(relative), getattr(torch, expected), getattr(torch, actual)
            )
        )
    return infos
`;
