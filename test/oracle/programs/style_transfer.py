"""Style transfer: AdaIN with calc_mean_std, a VGG-like nn.Sequential cut by index, Gram matrices, conditional instance norm."""

import torch
import torch.nn as nn

torch.manual_seed(15)
decoder = nn.Sequential(
    nn.ReflectionPad2d((1, 1, 1, 1)),
    nn.Conv2d(16, 8, (3, 3)),
    nn.ReLU(),
    nn.Upsample(scale_factor=2, mode="nearest"),
    nn.ReflectionPad2d((1, 1, 1, 1)),
    nn.Conv2d(8, 3, (3, 3)),
)

vgg = nn.Sequential(
    nn.Conv2d(3, 3, (1, 1)),
    nn.ReflectionPad2d((1, 1, 1, 1)),
    nn.Conv2d(3, 8, (3, 3)),
    nn.ReLU(),  # relu1-1
    nn.MaxPool2d((2, 2), (2, 2), (0, 0), ceil_mode=True),
    nn.ReflectionPad2d((1, 1, 1, 1)),
    nn.Conv2d(8, 16, (3, 3)),
    nn.ReLU(),  # relu2-1
    nn.Conv2d(16, 16, (1, 1)),
    nn.ReLU(),
)


def calc_mean_std(feat, eps=1e-5):
    size = feat.size()
    assert len(size) == 4
    N, C = size[:2]
    feat_var = feat.view(N, C, -1).var(dim=2) + eps
    feat_std = feat_var.sqrt().view(N, C, 1, 1)
    feat_mean = feat.view(N, C, -1).mean(dim=2).view(N, C, 1, 1)
    return feat_mean, feat_std


def adaptive_instance_normalization(content_feat, style_feat):
    assert content_feat.size()[:2] == style_feat.size()[:2]
    size = content_feat.size()
    style_mean, style_std = calc_mean_std(style_feat)
    content_mean, content_std = calc_mean_std(content_feat)
    normalized_feat = (content_feat - content_mean.expand(size)) / content_std.expand(size)
    return normalized_feat * style_std.expand(size) + style_mean.expand(size)


def gram_matrix(y):
    (b, ch, h, w) = y.size()
    features = y.view(b, ch, w * h)
    features_t = features.transpose(1, 2)
    gram = features.bmm(features_t) / (ch * h * w)
    return gram


class Net(nn.Module):
    def __init__(self, encoder, decoder):
        super(Net, self).__init__()
        enc_layers = list(encoder.children())
        self.enc_1 = nn.Sequential(*enc_layers[:4])
        self.enc_2 = nn.Sequential(*enc_layers[4:8])
        self.decoder = decoder
        self.mse_loss = nn.MSELoss()
        for name in ["enc_1", "enc_2"]:
            for param in getattr(self, name).parameters():
                param.requires_grad = False

    def encode_with_intermediate(self, input):
        results = [input]
        for i in range(2):
            func = getattr(self, "enc_{:d}".format(i + 1))
            results.append(func(results[-1]))
        return results[1:]

    def calc_style_loss(self, input, target):
        input_mean, input_std = calc_mean_std(input)
        target_mean, target_std = calc_mean_std(target)
        return self.mse_loss(input_mean, target_mean) + self.mse_loss(input_std, target_std)

    def forward(self, content, style, alpha=1.0):
        assert 0 <= alpha <= 1
        style_feats = self.encode_with_intermediate(style)
        content_feat = self.encode_with_intermediate(content)[-1]
        t = adaptive_instance_normalization(content_feat, style_feats[-1])
        t = alpha * t + (1 - alpha) * content_feat
        g_t = self.decoder(t)
        g_t_feats = self.encode_with_intermediate(g_t)
        loss_c = self.mse_loss(g_t_feats[-1], t)
        loss_s = self.calc_style_loss(g_t_feats[0], style_feats[0])
        for i in range(1, 2):
            loss_s += self.calc_style_loss(g_t_feats[i], style_feats[i])
        return g_t, loss_c, loss_s, gram_matrix(g_t_feats[0])


class TransformerNet(nn.Module):
    """Fast neural style with instance norms that depend on a style index."""

    class ConvLayer(nn.Module):
        def __init__(self, in_channels, out_channels, kernel_size, stride):
            super().__init__()
            reflection_padding = kernel_size // 2
            self.reflection_pad = nn.ReflectionPad2d(reflection_padding)
            self.conv2d = nn.Conv2d(in_channels, out_channels, kernel_size, stride)

        def forward(self, x):
            return self.conv2d(self.reflection_pad(x))

    def __init__(self, num_styles=3):
        super().__init__()
        self.conv1 = self.ConvLayer(3, 6, kernel_size=5, stride=1)
        self.scale = nn.Embedding(num_styles, 6)
        self.shift = nn.Embedding(num_styles, 6)
        self.scale.weight.data.normal_(1, 0.1)
        self.in1 = nn.InstanceNorm2d(6, affine=False, track_running_stats=False)
        self.deconv = self.ConvLayer(6, 3, kernel_size=3, stride=1)

    def forward(self, X, style):
        y = self.in1(self.conv1(X))
        y = torch.addcmul(self.shift(style)[..., None, None], y, self.scale(style)[..., None, None])
        y = torch.nn.functional.interpolate(y.relu_(), mode="nearest", scale_factor=2)
        return self.deconv(y)


vgg.eval()
encoder = nn.Sequential(*list(vgg.children())[:8])
network = Net(encoder, decoder).eval()
print([n for n, p in network.named_parameters() if p.requires_grad])
content, style = torch.rand(2, 3, 12, 16), torch.rand(2, 3, 10, 10)
torch.onnx.export(network, (content, style), "adain.onnx", kwargs={"alpha": 0.8}, dynamo=True, verbose=False)
torch.onnx.export(
    TransformerNet().eval(),
    (content, torch.tensor([2, 0])),
    "fast.onnx",
    dynamic_shapes={"X": {0: "n", 2: "h", 3: "w"}, "style": {0: "n"}},
    dynamo=True,
    verbose=False,
)
