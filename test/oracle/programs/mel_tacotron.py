"""Speech: STFT by convolution and by torch.stft, a mel filter bank computed in plain Python, a Tacotron-like encoder."""

import math
from typing import Optional

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def hz_to_mel(freq: float) -> float:
    return 2595.0 * math.log10(1.0 + freq / 700.0)


def mel_to_hz(mels: Tensor) -> Tensor:
    return 700.0 * (10.0 ** (mels / 2595.0) - 1.0)


def melscale_fbanks(n_freqs: int, f_min: float, f_max: float, n_mels: int, sample_rate: int) -> Tensor:
    all_freqs = torch.linspace(0, sample_rate // 2, n_freqs)
    m_pts = torch.linspace(hz_to_mel(f_min), hz_to_mel(f_max), n_mels + 2)
    f_pts = mel_to_hz(m_pts)
    f_diff = f_pts[1:] - f_pts[:-1]
    slopes = f_pts.unsqueeze(0) - all_freqs.unsqueeze(1)
    zero = torch.zeros(1)
    down_slopes = (-1.0 * slopes[:, :-2]) / f_diff[:-1]
    up_slopes = slopes[:, 2:] / f_diff[1:]
    return torch.max(zero, torch.min(down_slopes, up_slopes))


class Spectrogram(nn.Module):
    __constants__ = ["n_fft", "hop_length"]

    def __init__(self, n_fft: int = 64, hop_length: Optional[int] = None, power: float = 2.0) -> None:
        super().__init__()
        self.n_fft = n_fft
        self.hop_length = hop_length if hop_length is not None else n_fft // 2
        self.register_buffer("window", torch.hann_window(n_fft), persistent=False)
        self.power = power

    def forward(self, waveform: Tensor) -> Tensor:
        spec_f = torch.stft(
            waveform,
            n_fft=self.n_fft,
            hop_length=self.hop_length,
            window=self.window,
            center=True,
            pad_mode="reflect",
            onesided=True,
            return_complex=True,
        )
        return spec_f.abs().pow(self.power)


class ConvSTFT(nn.Module):
    """Windowed Fourier basis as fixed convolution weights."""

    def __init__(self, filter_length=64, hop_length=16):
        super().__init__()
        self.filter_length, self.hop_length = filter_length, hop_length
        fourier_basis = torch.fft.fft(torch.eye(filter_length))
        cutoff = filter_length // 2 + 1
        basis = torch.cat([fourier_basis.real[:cutoff], fourier_basis.imag[:cutoff]], 0)
        window = torch.hamming_window(filter_length, periodic=True)
        self.register_buffer("forward_basis", (basis * window)[:, None, :].float())

    def forward(self, x):
        x = F.pad(x.unsqueeze(1), (self.filter_length // 2, self.filter_length // 2), mode="reflect")
        out = F.conv1d(x, self.forward_basis, stride=self.hop_length, padding=0)
        real, imag = out.chunk(2, dim=1)
        magnitude = torch.sqrt(real**2 + imag**2 + 1e-9)
        return magnitude, torch.atan2(imag, real + 1e-3).cos()


class MelSpectrogram(nn.Module):
    def __init__(self, sample_rate=1600, n_fft=64, n_mels=12):
        super().__init__()
        self.spectrogram = Spectrogram(n_fft, 16)
        self.register_buffer("fb", melscale_fbanks(n_fft // 2 + 1, 20.0, sample_rate / 2, n_mels, sample_rate))

    def forward(self, waveform):
        specgram = self.spectrogram(waveform)
        mel = torch.matmul(specgram.transpose(-1, -2), self.fb).transpose(-1, -2)
        db = 10.0 * torch.log10(torch.clamp(mel, min=1e-10))
        return torch.max(db, (db.amax(dim=(-2, -1)) - 80.0).view(-1, 1, 1))


class BatchNormConv1d(nn.Module):
    def __init__(self, in_dim, out_dim, kernel_size, stride, padding, activation=None):
        super(BatchNormConv1d, self).__init__()
        self.conv1d = nn.Conv1d(in_dim, out_dim, kernel_size, stride, padding, bias=False)
        self.bn = nn.BatchNorm1d(out_dim, momentum=0.99, eps=1e-3)
        self.activation = activation

    def forward(self, x):
        x = self.conv1d(x)
        if self.activation is not None:
            x = self.activation(x)
        return self.bn(x)


class Highway(nn.Module):
    def __init__(self, in_size, out_size):
        super(Highway, self).__init__()
        self.H = nn.Linear(in_size, out_size)
        self.H.bias.data.zero_()
        self.T = nn.Linear(in_size, out_size)
        self.T.bias.data.fill_(-1)
        self.relu = nn.ReLU()
        self.sigmoid = nn.Sigmoid()

    def forward(self, inputs):
        H = self.relu(self.H(inputs))
        T = self.sigmoid(self.T(inputs))
        return H * T + inputs * (1.0 - T)


class CBHG(nn.Module):
    def __init__(self, in_dim, K=4, projections=[16, 12]):
        super(CBHG, self).__init__()
        self.relu = nn.ReLU()
        self.conv1d_banks = nn.ModuleList(
            [BatchNormConv1d(in_dim, in_dim, k, 1, k // 2, activation=self.relu) for k in range(1, K + 1)]
        )
        self.max_pool1d = nn.MaxPool1d(kernel_size=2, stride=1, padding=1)
        in_sizes = [K * in_dim] + projections[:-1]
        activations = [self.relu] * (len(projections) - 1) + [None]
        self.conv1d_projections = nn.ModuleList(
            [BatchNormConv1d(i, o, 3, 1, 1, activation=ac) for (i, o, ac) in zip(in_sizes, projections, activations)]
        )
        self.pre_highway = nn.Linear(projections[-1], in_dim, bias=False)
        self.highways = nn.ModuleList([Highway(in_dim, in_dim) for _ in range(2)])
        self.gru = nn.GRU(in_dim, in_dim, 1, batch_first=True, bidirectional=True)

    def forward(self, x):
        T = x.size(-1)
        y = torch.cat([conv1d(x)[:, :, :T] for conv1d in self.conv1d_banks], dim=1)
        y = self.max_pool1d(y)[:, :, :T]
        for conv1d in self.conv1d_projections:
            y = conv1d(y)
        y = self.pre_highway(y.transpose(1, 2)) + x.transpose(1, 2)
        for highway in self.highways:
            y = highway(y)
        return self.gru(y)[0]


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.mel = MelSpectrogram()
        self.stft = ConvSTFT()
        self.cbhg = CBHG(12)

    def forward(self, wav):
        mel = self.mel(wav)
        magnitude, phase = self.stft(wav)
        return self.cbhg(mel / 80.0), magnitude.mean(1), phase[:, 3:5]


torch.manual_seed(5)
model = Model().eval()
print(model.mel.fb.shape, [n for n, _ in model.named_buffers()][:3], "mel.spectrogram.window" in model.state_dict())
wav = torch.sin(torch.linspace(0, 90, 400)).repeat(2, 1) + 0.1 * torch.randn(2, 400)
torch.onnx.export(model, (wav,), "speech.onnx", dynamo=True, verbose=False)
torch.onnx.export(
    model.stft, (wav,), "stft.onnx", dynamic_shapes={"x": {0: "batch", 1: "samples"}}, dynamo=True, verbose=False
)
