@program(torch.randn(2, 8))
class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Dropout(0.3), nn.Linear(16, 4))

    def forward(self, x):
        return F.softmax(self.net(x), dim=-1)


@program(torch.randn(1, 3, 16, 16))
class SmallCnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(8)
        self.conv2 = nn.Conv2d(8, 8, 3, stride=2, groups=8)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(8, 10)

    def forward(self, x):
        x = F.relu(self.bn(self.conv1(x)), inplace=True)
        x = F.max_pool2d(F.hardswish(self.conv2(x)), 2)
        return self.fc(torch.flatten(self.pool(x), 1))


@program(torch.randn(1, 4, 8, 8))
class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(4, 4, 1), nn.GroupNorm(2, 4), nn.SiLU(), nn.Conv2d(4, 4, 3, padding="same")
        )
        self.short = nn.Identity()

    def forward(self, x):
        y = self.body(x)
        y += self.short(x)
        return F.gelu(y, approximate="tanh")


@program(torch.randn(2, 5, 6))
class LstmModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(6, 7, num_layers=2, batch_first=True, bidirectional=True)
        self.out = nn.Linear(14, 3)

    def forward(self, x):
        y, (h, c) = self.lstm(x)
        return self.out(y[:, -1]), h, c


@program(torch.randn(5, 2, 6), torch.randn(1, 2, 7))
class GruModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(6, 7)

    def forward(self, x, h):
        y, h = self.gru(x, h)
        return y.mean(0), h.squeeze(0)


@program(torch.randn(5, 2, 6))
class RnnAndCell(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(6, 4, nonlinearity="relu")
        self.cell = nn.LSTMCell(4, 3)

    def forward(self, x):
        y, _ = self.rnn(x)
        h = torch.zeros(2, 3)
        c = torch.zeros(2, 3)
        for step in y.unbind(0):
            h, c = self.cell(step, (h, c))
        return h


@program(torch.randn(2, 6, 8))
class SelfAttention(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(8, 24)
        self.proj = nn.Linear(8, 8)

    def forward(self, x):
        b, t, c = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, 2, c // 2).permute(2, 0, 3, 1, 4)
        scores = (q @ k.transpose(-2, -1)) / (c // 2) ** 0.5
        mask = torch.tril(torch.ones(t, t, dtype=torch.bool))
        scores = scores.masked_fill(~mask, float("-inf"))
        y = scores.softmax(-1) @ v
        return self.proj(y.transpose(1, 2).reshape(b, t, c))


@program(torch.randn(2, 4, 6, 8), torch.randn(2, 4, 6, 8))
class FusedAttention(nn.Module):
    def forward(self, q, k):
        return F.scaled_dot_product_attention(q, k, k, is_causal=True)


@program(torch.randn(2, 6, 8))
class MultiHead(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = nn.MultiheadAttention(8, 2, batch_first=True)
        self.norm = nn.LayerNorm(8)

    def forward(self, x):
        y, weights = self.attn(x, x, x)
        return self.norm(x + y), weights


@program(torch.randint(0, 20, (2, 7)))
class Embeddings(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(20, 8, padding_idx=0)
        self.places = nn.Embedding(10, 8)

    def forward(self, ids):
        positions = torch.arange(ids.size(1), device=ids.device).unsqueeze(0)
        return self.words(ids) + self.places(positions)


@program(torch.randn(2, 4, 6))
class Norms(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.LayerNorm(6)
        self.plain = nn.LayerNorm(6, elementwise_affine=False)
        self.rms = nn.RMSNorm(6)
        self.inst = nn.InstanceNorm1d(4, affine=True)
        self.batch = nn.BatchNorm1d(4)

    def forward(self, x):
        return self.batch(self.inst(self.rms(self.plain(self.layer(x)))))


@program(torch.randn(4, 3, 5, 5), eval=False)
class TrainingBatchNorm(nn.Module):
    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm2d(3)

    def forward(self, x):
        return self.bn(x)


@program(torch.randn(2, 8), eval=False)
class TrainingDropout(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        return F.dropout(self.fc(x), 0.5, self.training)


@program(torch.randn(1, 4, 5, 5))
class Upsampling(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = nn.Upsample(scale_factor=2, mode="nearest")
        self.deconv = nn.ConvTranspose2d(4, 2, 2, stride=2)

    def forward(self, x):
        a = F.interpolate(x, size=(7, 9), mode="bilinear", align_corners=False)
        b = F.interpolate(self.up(x), scale_factor=0.5, mode="bicubic", align_corners=True)
        return a, b, self.deconv(x)


@program(torch.randn(1, 8, 4, 4))
class PixelGames(nn.Module):
    def forward(self, x):
        a = F.pixel_shuffle(x, 2)
        b = F.pixel_unshuffle(a, 2)
        c = F.unfold(x, 2)
        d = F.pad(x, (1, 1, 2, 0), mode="reflect")
        e = F.pad(x, (1, 1), value=2.0)
        return a, b, c, d, e


@program(torch.randn(1, 4, 12))
class OneDimensional(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(4, 6, 3, padding=2, dilation=2)
        self.act = nn.PReLU(6)

    def forward(self, x):
        x = self.act(self.conv(x))
        return F.avg_pool1d(x, 2), F.max_pool1d(x, 3, stride=2), F.adaptive_max_pool1d(x, 4), F.glu(x, dim=1)


@program(torch.randn(2, 8))
class Activations(nn.Module):
    def forward(self, x):
        return [
            F.relu6(x), F.elu(x, 0.5), F.selu(x), F.celu(x), F.leaky_relu(x, 0.2), F.softplus(x), F.mish(x),
            F.hardsigmoid(x), F.hardtanh(x, -2.0, 2.0), F.logsigmoid(x), F.tanhshrink(x), F.softsign(x),
            F.threshold(x, 0.1, 20.0), F.silu(x), torch.sigmoid(x), torch.tanh(x), F.gelu(x), F.softmin(x, 1),
            F.log_softmax(x, -1), F.normalize(x, dim=1),
        ]  # fmt: skip


@program(torch.randn(4, 5), torch.randint(0, 5, (4,)), torch.randn(4, 5))
class Losses(nn.Module):
    def forward(self, logits, labels, wanted):
        return {
            "ce": F.cross_entropy(logits, labels, label_smoothing=0.1),
            "nll": F.nll_loss(F.log_softmax(logits, 1), labels),
            "mse": F.mse_loss(logits, wanted),
            "l1": F.l1_loss(logits, wanted, reduction="sum"),
            "huber": F.smooth_l1_loss(logits, wanted),
            "bce": F.binary_cross_entropy_with_logits(logits, wanted.sigmoid()),
            "kl": F.kl_div(F.log_softmax(logits, -1), wanted.softmax(-1), reduction="batchmean"),
            "cos": F.cosine_similarity(logits, wanted),
        }


@program(torch.randn(2, 6, 8), torch.randn(2, 5, 8))
class TransformerLayers(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True, norm_first=True)
        self.decoder = nn.TransformerDecoderLayer(8, 2, 16, batch_first=True)

    def forward(self, x, y):
        return self.decoder(y, self.encoder(x))


@program(torch.randn(2, 3, 8, 8))
class VisionBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.patch = nn.Conv2d(3, 8, 4, 4)
        self.cls = nn.Parameter(torch.zeros(1, 1, 8))
        self.pos = nn.Parameter(torch.zeros(1, 5, 8))
        self.norm = nn.LayerNorm(8, eps=1e-6)
        self.mlp = nn.Sequential(nn.Linear(8, 16), nn.GELU(), nn.Linear(16, 8))

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls.expand(x.shape[0], -1, -1), x], dim=1) + self.pos
        x = x + self.mlp(self.norm(x))
        return x[:, 0]


@program(torch.randn(2, 6), torch.randn(2, 5))
class BilinearModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.bi = nn.Bilinear(6, 5, 3)

    def forward(self, a, b):
        return self.bi(a, b)


@program(torch.randint(0, 10, (2, 4)))
class BagModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.bag = nn.EmbeddingBag(10, 3, mode="mean")

    def forward(self, ids):
        return self.bag(ids)


@program(torch.randn(2, 3, 6, 6, 6))
class Volumes(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv3d(3, 2, 3)

    def forward(self, x):
        return F.avg_pool3d(self.conv(x), 2), F.adaptive_avg_pool3d(x, 1)
