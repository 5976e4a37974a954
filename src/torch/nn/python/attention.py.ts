/** `torch.nn.attention` and its `flex_attention`, written in Python: the kernels' choice means nothing here. */

export const NN_ATTENTION = `
import contextlib
import enum

class SDPBackend(enum.Enum):
    ERROR = -1
    MATH = 0
    FLASH_ATTENTION = 1
    EFFICIENT_ATTENTION = 2
    CUDNN_ATTENTION = 3
    OVERRIDEABLE = 4

@contextlib.contextmanager
def sdpa_kernel(backends, set_priority=False):
    yield

WARN_FOR_UNFUSED_KERNELS = False
`;

export const FLEX_ATTENTION = `
class BlockMask:
    def __init__(self, *args, **kwargs):
        _refuse("BlockMask")

def _refuse(name):
    raise NotImplementedError(f"torch.nn.attention.flex_attention.{name} exists in PyTorch, but this exporter does not model it")

def create_block_mask(*args, **kwargs):
    _refuse("create_block_mask")

def flex_attention(*args, **kwargs):
    _refuse("flex_attention")

def and_masks(*mask_mods):
    def and_mask(b, h, q_idx, kv_idx):
        result = b.new_ones((), dtype=bool)
        for mask in mask_mods:
            result = result & mask(b, h, q_idx, kv_idx)
        return result
    return and_mask

def or_masks(*mask_mods):
    def or_mask(b, h, q_idx, kv_idx):
        result = b.new_zeros((), dtype=bool)
        for mask in mask_mods:
            result = result | mask(b, h, q_idx, kv_idx)
        return result
    return or_mask

def noop_mask(batch, head, token_q, token_kv):
    return batch.new_ones(size=(), dtype=bool)

_DEFAULT_SPARSE_BLOCK_SIZE = 128
`;
