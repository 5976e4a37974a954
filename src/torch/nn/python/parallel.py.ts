/** `torch.nn.parallel` on a machine without other devices, and the retired `nn.Container`; written in Python. */

export const PARALLEL = `
from torch.nn import Module


class DataParallel(Module):
    """Without devices to share the batch among, PyTorch runs the module as it is; its names keep the prefix "module."."""

    def __init__(self, module, device_ids=None, output_device=None, dim=0):
        super().__init__()
        self.module = module
        self.device_ids = []

    def forward(self, *inputs, **kwargs):
        return self.module(*inputs, **kwargs)


class DistributedDataParallel(Module):
    def __init__(self, module, device_ids=None, output_device=None, dim=0, **kwargs):
        raise ValueError("Default process group has not been initialized, please make sure to call init_process_group.")


def data_parallel(module, inputs, device_ids=None, output_device=None, dim=0, module_kwargs=None):
    return module(*(inputs if isinstance(inputs, tuple) else (inputs,)), **(module_kwargs or {}))


class Container(Module):
    def __init__(self, **kwargs):
        super().__init__()
        for key, value in kwargs.items():
            self.add_module(key, value)


DataParallel.__module__ = "torch.nn.parallel.data_parallel"
DistributedDataParallel.__module__ = "torch.nn.parallel.distributed"
Container.__module__ = "torch.nn.modules.container"
`;
