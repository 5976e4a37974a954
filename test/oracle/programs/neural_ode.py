"""Neural ODEs with fixed steps: euler, midpoint and rk4 chosen by name, time appended to the state, a latent ODE decoder."""

import abc

import torch
import torch.nn as nn


class FixedGridODESolver(metaclass=abc.ABCMeta):
    order: int

    def __init__(self, func, y0, step_size=None):
        self.func = func
        self.y0 = y0
        self.step_size = step_size

    @abc.abstractmethod
    def _step_func(self, func, t0, dt, t1, y0):
        pass

    def integrate(self, t):
        y0 = self.y0
        solution = torch.empty(len(t), *y0.shape, dtype=y0.dtype, device=y0.device)
        solution[0] = y0
        for j, (t0, t1) in enumerate(zip(t[:-1], t[1:]), start=1):
            dt = t1 - t0
            y0 = y0 + self._step_func(self.func, t0, dt, t1, y0)
            solution[j] = y0
        return solution


class Euler(FixedGridODESolver):
    order = 1

    def _step_func(self, func, t0, dt, t1, y0):
        return dt * func(t0, y0)


class Midpoint(FixedGridODESolver):
    order = 2

    def _step_func(self, func, t0, dt, t1, y0):
        half_dt = 0.5 * dt
        y_mid = y0 + func(t0, y0) * half_dt
        return dt * func(t0 + half_dt, y_mid)


class RK4(FixedGridODESolver):
    order = 4

    def _step_func(self, func, t0, dt, t1, y0):
        k1 = func(t0, y0)
        k2 = func(t0 + dt / 3, y0 + dt * k1 / 3)
        k3 = func(t0 + dt * 2 / 3, y0 + dt * (k2 - k1 / 3))
        k4 = func(t1, y0 + dt * (k1 - k2 + k3))
        return (k1 + 3 * (k2 + k3) + k4) * dt * 0.125


SOLVERS = {"euler": Euler, "midpoint": Midpoint, "rk4": RK4}


def odeint(func, y0, t, *, method="rk4", options=None):
    if method not in SOLVERS:
        raise ValueError('Invalid method "{}". Must be one of {}'.format(method, '{"' + '", "'.join(SOLVERS) + '"}.'))
    return SOLVERS[method](func=func, y0=y0, **(options or {})).integrate(t)


class ConcatConv2d(nn.Module):
    def __init__(self, dim_in, dim_out, ksize=3, padding=1, transpose=False):
        super(ConcatConv2d, self).__init__()
        module = nn.ConvTranspose2d if transpose else nn.Conv2d
        self._layer = module(dim_in + 1, dim_out, kernel_size=ksize, padding=padding)

    def forward(self, t, x):
        tt = torch.ones_like(x[:, :1, :, :]) * t
        ttx = torch.cat([tt, x], 1)
        return self._layer(ttx)


class ODEfunc(nn.Module):
    def __init__(self, dim):
        super(ODEfunc, self).__init__()
        self.norm1 = nn.GroupNorm(min(3, dim), dim)
        self.relu = nn.ReLU(inplace=True)
        self.conv1 = ConcatConv2d(dim, dim)
        self.norm2 = nn.GroupNorm(min(3, dim), dim)
        self.nfe = 0

    def forward(self, t, x):
        self.nfe += 1
        out = self.norm1(x)
        out = self.relu(out)
        out = self.conv1(t, out)
        return self.norm2(out)


class ODEBlock(nn.Module):
    def __init__(self, odefunc, method):
        super(ODEBlock, self).__init__()
        self.odefunc = odefunc
        self.integration_time = torch.tensor([0, 0.5, 1]).float()
        self.method = method

    def forward(self, x):
        self.integration_time = self.integration_time.type_as(x)
        out = odeint(self.odefunc, x, self.integration_time, method=self.method)
        return out[-1]

    @property
    def nfe(self):
        return self.odefunc.nfe

    @nfe.setter
    def nfe(self, value):
        self.odefunc.nfe = value


class Flatten(nn.Module):
    def forward(self, x):
        shape = torch.prod(torch.tensor(x.shape[1:])).item()
        return x.view(-1, shape)


class LatentODE(nn.Module):
    def __init__(self, latent=4, obs=2):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(latent, 10), nn.ELU(inplace=True), nn.Linear(10, latent))
        self.rnn = nn.RNNCell(obs, 12)
        self.h2o = nn.Linear(12, latent * 2)
        self.decoder = nn.Sequential(nn.Linear(latent, 10), nn.Tanh(), nn.Linear(10, obs))

    def forward(self, x, ts):
        h = torch.zeros(x.size(0), 12)
        for t in reversed(range(x.size(1))):
            h = self.rnn(x[:, t], h)
        mean, logvar = self.h2o(h).chunk(2, -1)
        zs = odeint(lambda t, z: self.net(z), mean, ts, method="euler")
        return self.decoder(zs.permute(1, 0, 2)), logvar.exp()


torch.manual_seed(40)
for method in SOLVERS:
    model = nn.Sequential(nn.Conv2d(1, 6, 3, 2), ODEBlock(ODEfunc(6), method), Flatten(), nn.Linear(96, 3))
    x = torch.randn(2, 1, 10, 10)
    torch.onnx.export(model, (x,), f"{method}.onnx", dynamo=True, verbose=False)
try:
    odeint(None, x, None, method="dopri5")
except ValueError as error:
    print(error)
torch.onnx.export(
    LatentODE(),
    (torch.randn(3, 5, 2), torch.linspace(0, 1, 6)),
    "latent.onnx",
    dynamic_shapes=({0: "batch"}, None),
    dynamo=True,
    verbose=False,
)
