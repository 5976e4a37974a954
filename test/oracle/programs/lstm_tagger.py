"""Part-of-speech tagger: vocabulary built from the text, a bidirectional LSTM over packed sequences, log-probabilities."""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

training_data = [
    ("The dog ate the apple".split(), ["DET", "NN", "V", "DET", "NN"]),
    ("Everybody read that book".split(), ["NN", "V", "DET", "NN"]),
]
word_to_ix = {"<pad>": 0}
for sent, tags in training_data:
    for word in sent:
        if word not in word_to_ix:
            word_to_ix[word] = len(word_to_ix)
tag_to_ix = {"DET": 0, "NN": 1, "V": 2}


def prepare_sequence(seq, to_ix):
    return torch.tensor([to_ix[w] for w in seq], dtype=torch.long)


class LSTMTagger(nn.Module):
    def __init__(self, embedding_dim, hidden_dim, vocab_size, tagset_size, num_layers=2):
        super(LSTMTagger, self).__init__()
        self.hidden_dim = hidden_dim
        self.word_embeddings = nn.Embedding(vocab_size, embedding_dim, padding_idx=0)
        self.lstm = nn.LSTM(
            embedding_dim, hidden_dim, num_layers=num_layers, batch_first=True, bidirectional=True, dropout=0.2
        )
        self.hidden2tag = nn.Linear(hidden_dim * 2, tagset_size)

    def forward(self, sentence):
        embeds = self.word_embeddings(sentence)
        lstm_out, (h_n, c_n) = self.lstm(embeds)
        tag_space = self.hidden2tag(lstm_out)
        return F.log_softmax(tag_space, dim=2), h_n


torch.manual_seed(1)
model = LSTMTagger(6, 5, len(word_to_ix), len(tag_to_ix)).eval()
batch = pad_sequence([prepare_sequence(s, word_to_ix) for s, _ in training_data], batch_first=True)
print(batch)
packed = pack_padded_sequence(model.word_embeddings(batch), torch.tensor([5, 4]), batch_first=True)
print(packed.batch_sizes, packed.data.shape, pad_packed_sequence(packed, batch_first=True)[1])
torch.onnx.export(model, (batch,), "tagger.onnx", dynamo=True, verbose=False)
