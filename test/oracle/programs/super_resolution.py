"""EDSR, ESPCN and RCAN blocks: mean shift as a frozen convolution, PixelShuffle upsamplers, ICNR init, reflection pads."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.nn.init as init


def default_conv(in_channels, out_channels, kernel_size, bias=True):
    return nn.Conv2d(in_channels, out_channels, kernel_size, padding=(kernel_size // 2), bias=bias)


class MeanShift(nn.Conv2d):
    def __init__(self, rgb_range, rgb_mean=(0.4488, 0.4371, 0.4040), rgb_std=(1.0, 1.0, 1.0), sign=-1):
        super(MeanShift, self).__init__(3, 3, kernel_size=1)
        std = torch.Tensor(rgb_std)
        self.weight.data = torch.eye(3).view(3, 3, 1, 1) / std.view(3, 1, 1, 1)
        self.bias.data = sign * rgb_range * torch.Tensor(rgb_mean) / std
        for p in self.parameters():
            p.requires_grad = False


class CALayer(nn.Module):
    def __init__(self, channel, reduction=4):
        super(CALayer, self).__init__()
        self.avg_pool = nn.AdaptiveAvgPool2d(1)
        self.conv_du = nn.Sequential(
            nn.Conv2d(channel, channel // reduction, 1, padding=0, bias=True),
            nn.ReLU(inplace=True),
            nn.Conv2d(channel // reduction, channel, 1, padding=0, bias=True),
            nn.Sigmoid(),
        )

    def forward(self, x):
        return x * self.conv_du(self.avg_pool(x))


class ResBlock(nn.Module):
    def __init__(self, conv, n_feats, kernel_size, bias=True, bn=False, act=nn.ReLU(True), res_scale=1, ca=False):
        super(ResBlock, self).__init__()
        m = []
        for i in range(2):
            m.append(conv(n_feats, n_feats, kernel_size, bias=bias))
            if bn:
                m.append(nn.BatchNorm2d(n_feats))
            if i == 0:
                m.append(act)
        if ca:
            m.append(CALayer(n_feats))
        self.body = nn.Sequential(*m)
        self.res_scale = res_scale

    def forward(self, x):
        res = self.body(x).mul(self.res_scale)
        res += x
        return res


class Upsampler(nn.Sequential):
    def __init__(self, conv, scale, n_feats, bn=False, act=False, bias=True):
        m = []
        if (scale & (scale - 1)) == 0:
            for _ in range(int(math.log(scale, 2))):
                m.append(conv(n_feats, 4 * n_feats, 3, bias))
                m.append(nn.PixelShuffle(2))
                if bn:
                    m.append(nn.BatchNorm2d(n_feats))
                if act == "relu":
                    m.append(nn.ReLU(True))
                elif act == "prelu":
                    m.append(nn.PReLU(n_feats))
        elif scale == 3:
            m.append(conv(n_feats, 9 * n_feats, 3, bias))
            m.append(nn.PixelShuffle(3))
        else:
            raise NotImplementedError
        super(Upsampler, self).__init__(*m)


class EDSR(nn.Module):
    def __init__(self, scale, conv=default_conv, n_feats=8, ca=False):
        super(EDSR, self).__init__()
        act = nn.ReLU(True)
        self.sub_mean = MeanShift(255)
        self.add_mean = MeanShift(255, sign=1)
        m_head = [conv(3, n_feats, 3)]
        m_body = [ResBlock(conv, n_feats, 3, act=act, res_scale=0.1, ca=ca) for _ in range(2)]
        m_body.append(conv(n_feats, n_feats, 3))
        m_tail = [Upsampler(conv, scale, n_feats, act="prelu"), conv(n_feats, 3, 3)]
        self.head = nn.Sequential(*m_head)
        self.body = nn.Sequential(*m_body)
        self.tail = nn.Sequential(*m_tail)

    def forward(self, x):
        x = self.sub_mean(x)
        x = self.head(x)
        res = self.body(x)
        res += x
        x = self.tail(res)
        x = self.add_mean(x)
        return x

    def load_state_dict(self, state_dict, strict=True):
        own_state = self.state_dict()
        for name, param in state_dict.items():
            if name in own_state:
                if isinstance(param, nn.Parameter):
                    param = param.data
                try:
                    own_state[name].copy_(param)
                except Exception:
                    if name.find("tail") == -1:
                        raise RuntimeError(f"While copying the parameter named {name}, dimensions differ")
            elif strict:
                if name.find("tail") == -1:
                    raise KeyError('unexpected key "{}" in state_dict'.format(name))


class ESPCN(nn.Module):
    def __init__(self, upscale_factor):
        super(ESPCN, self).__init__()
        self.conv1 = nn.Conv2d(1, 16, (5, 5), (1, 1), (2, 2))
        self.conv2 = nn.Conv2d(16, 8, (3, 3), (1, 1), (1, 1))
        self.conv3 = nn.Conv2d(8, upscale_factor**2, (3, 3), (1, 1), (1, 1))
        self.pixel_shuffle = nn.PixelShuffle(upscale_factor)
        self._initialize_weights()

    def forward(self, x):
        bicubic = F.interpolate(x, scale_factor=self.pixel_shuffle.upscale_factor, mode="bicubic", align_corners=False)
        x = torch.tanh(self.conv1(x))
        x = torch.tanh(self.conv2(x))
        return torch.sigmoid(self.pixel_shuffle(self.conv3(x))) + bicubic.clamp_(0.0, 1.0)

    def _initialize_weights(self):
        init.orthogonal_(self.conv1.weight, init.calculate_gain("relu"))
        init.orthogonal_(self.conv2.weight, init.calculate_gain("relu"))
        init.orthogonal_(self.conv3.weight)


class FRCNNStyle(nn.Module):
    """Downscaling by PixelUnshuffle, upsampling by nearest and reflection-padded convolution."""

    def __init__(self):
        super().__init__()
        self.down = nn.PixelUnshuffle(2)
        self.net = nn.Sequential(
            nn.ReflectionPad2d(1),
            nn.Conv2d(12, 8, 3),
            nn.InstanceNorm2d(8, affine=True),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Upsample(scale_factor=2, mode="nearest"),
            nn.ReplicationPad2d((1, 1, 1, 1)),
            nn.Conv2d(8, 3, 3),
        )
        self.up = nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True)

    def forward(self, x):
        return self.up(self.net(self.down(x)) + x)


torch.manual_seed(23)
h, w = torch.export.Dim("h", min=4, max=128), torch.export.Dim("w", min=4, max=128)
for scale in (2, 3, 4):
    model = EDSR(scale, ca=scale == 2)
    model.load_state_dict(EDSR(2).state_dict(), strict=False)
    model.eval()
    x = torch.rand(1, 3, 10, 9) * 255
    torch.onnx.export(model, (x,), f"edsr_x{scale}.onnx", dynamic_shapes={"x": {2: h, 3: w}}, dynamo=True, verbose=False)
    print(scale, sum(map(lambda p: p.numel(), filter(lambda p: p.requires_grad, model.parameters()))))
torch.onnx.export(ESPCN(3).eval(), torch.rand(1, 1, 8, 8), "espcn.onnx", dynamo=True, verbose=False)
torch.onnx.export(FRCNNStyle().eval(), (torch.rand(1, 3, 8, 12),), "down_up.onnx", dynamo=True, verbose=False)
