"""BiLSTM-CRF: log-sum-exp forward algorithm, Viterbi decoding with backpointers, character CNN, transitions with -10000."""

import torch
import torch.nn as nn

START_TAG, STOP_TAG = "<START>", "<STOP>"
tag_to_ix = {"B": 0, "I": 1, "O": 2, START_TAG: 3, STOP_TAG: 4}


def log_sum_exp(x):
    m = torch.max(x, -1)[0]
    return m + torch.log(torch.sum(torch.exp(x - m.unsqueeze(-1)), -1))


class CharCNN(nn.Module):
    def __init__(self, chars=20, dim=6, filters=(2, 3), out=5):
        super().__init__()
        self.embed = nn.Embedding(chars, dim, padding_idx=0)
        self.convs = nn.ModuleList([nn.Conv2d(1, out, (k, dim), padding=(k - 1, 0)) for k in filters])

    def forward(self, x):
        b = x.size(0)
        x = x.view(-1, x.size(2))
        x = self.embed(x).unsqueeze(1)
        h = [conv(x).relu().squeeze(3) for conv in self.convs]
        h = [torch.nn.functional.max_pool1d(k, k.size(2)).squeeze(2) for k in h]
        return torch.cat(h, 1).view(b, -1, 10)


class CRF(nn.Module):
    def __init__(self, num_tags):
        super().__init__()
        self.num_tags = num_tags
        self.trans = nn.Parameter(torch.randn(num_tags, num_tags))
        self.trans.data[tag_to_ix[START_TAG], :] = -10000
        self.trans.data[:, tag_to_ix[STOP_TAG]] = -10000

    def forward(self, h, mask):
        score = torch.full((h.size(0), self.num_tags), -10000.0)
        score[:, tag_to_ix[START_TAG]] = 0.0
        trans = self.trans.unsqueeze(0)
        for t in range(h.size(1)):
            mask_t = mask[:, t].unsqueeze(1)
            emit_t = h[:, t].unsqueeze(2)
            score_t = score.unsqueeze(1) + emit_t + trans
            score_t = log_sum_exp(score_t)
            score = score_t * mask_t + score * (1 - mask_t)
        return log_sum_exp(score + self.trans[tag_to_ix[STOP_TAG]])

    def decode(self, h):
        bptr = []
        score = torch.full((h.size(0), self.num_tags), -10000.0)
        score[:, tag_to_ix[START_TAG]] = 0.0
        for t in range(h.size(1)):
            bptr_t = []
            score_t = []
            for i in range(self.num_tags):
                m, j = torch.max(score + self.trans[i], 1)
                bptr_t.append(j)
                score_t.append(m)
            bptr.append(torch.stack(bptr_t, 1))
            score = torch.stack(score_t, 1) + h[:, t]
        best_score, best_tag = torch.max(score + self.trans[tag_to_ix[STOP_TAG]], 1)
        path = [best_tag]
        for bptr_t in reversed(bptr):
            path.append(bptr_t.gather(1, path[-1].unsqueeze(1)).squeeze(1))
        return best_score, torch.stack(path[-2::-1], 1)


class Tagger(nn.Module):
    def __init__(self, vocab, embedding_dim=8, hidden_dim=10):
        super(Tagger, self).__init__()
        self.chars = CharCNN()
        self.word_embeds = nn.Embedding(vocab, embedding_dim)
        self.lstm = nn.LSTM(embedding_dim + 10, hidden_dim // 2, num_layers=1, bidirectional=True, batch_first=True)
        self.hidden2tag = nn.Linear(hidden_dim, len(tag_to_ix))
        self.crf = CRF(len(tag_to_ix))

    def init_hidden(self, b):
        return (torch.zeros(2, b, 5), torch.zeros(2, b, 5))

    def forward(self, words, chars):
        mask = words.gt(0).float()
        x = torch.cat([self.word_embeds(words), self.chars(chars)], -1)
        h, _ = self.lstm(x, self.init_hidden(words.size(0)))
        h = self.hidden2tag(h) * mask.unsqueeze(2)
        return (self.crf(h, mask), *self.crf.decode(h))


torch.manual_seed(1)
model = Tagger(15).eval()
words = torch.tensor([[3, 5, 7, 2, 9], [4, 1, 6, 0, 0]])
chars = torch.randint(1, 20, (2, 5, 4))
torch.onnx.export(model, (words, chars), "crf.onnx", dynamo=True, verbose=False)
torch.onnx.export(
    model.chars, (chars,), "chars.onnx", dynamic_shapes={"x": {0: "batch", 1: "words"}}, dynamo=True, verbose=False
)
