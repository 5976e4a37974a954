"""Translation with nn.Transformer, as in the tutorials: masks made by functions, token embedding, greedy step, stacks by hand."""

import math

import torch
import torch.nn as nn
from torch import Tensor
from torch.nn import Transformer

PAD_IDX = 1


class PositionalEncoding(nn.Module):
    def __init__(self, emb_size: int, dropout: float, maxlen: int = 50):
        super(PositionalEncoding, self).__init__()
        den = torch.exp(-torch.arange(0, emb_size, 2) * math.log(10000) / emb_size)
        pos = torch.arange(0, maxlen).reshape(maxlen, 1)
        pos_embedding = torch.zeros((maxlen, emb_size))
        pos_embedding[:, 0::2] = torch.sin(pos * den)
        pos_embedding[:, 1::2] = torch.cos(pos * den)
        pos_embedding = pos_embedding.unsqueeze(-2)
        self.dropout = nn.Dropout(dropout)
        self.register_buffer("pos_embedding", pos_embedding)

    def forward(self, token_embedding: Tensor):
        return self.dropout(token_embedding + self.pos_embedding[: token_embedding.size(0), :])


class TokenEmbedding(nn.Module):
    def __init__(self, vocab_size: int, emb_size):
        super(TokenEmbedding, self).__init__()
        self.embedding = nn.Embedding(vocab_size, emb_size)
        self.emb_size = emb_size

    def forward(self, tokens: Tensor):
        return self.embedding(tokens.long()) * math.sqrt(self.emb_size)


class Seq2SeqTransformer(nn.Module):
    def __init__(self, layers: int, emb_size: int, nhead: int, src_vocab: int, tgt_vocab: int, dim_feedforward=32):
        super(Seq2SeqTransformer, self).__init__()
        self.transformer = Transformer(
            d_model=emb_size,
            nhead=nhead,
            num_encoder_layers=layers,
            num_decoder_layers=layers,
            dim_feedforward=dim_feedforward,
            dropout=0.1,
        )
        self.generator = nn.Linear(emb_size, tgt_vocab)
        self.src_tok_emb = TokenEmbedding(src_vocab, emb_size)
        self.tgt_tok_emb = TokenEmbedding(tgt_vocab, emb_size)
        self.positional_encoding = PositionalEncoding(emb_size, dropout=0.1)

    def forward(
        self,
        src: Tensor,
        trg: Tensor,
        src_mask: Tensor,
        tgt_mask: Tensor,
        src_padding_mask: Tensor,
        tgt_padding_mask: Tensor,
        memory_key_padding_mask: Tensor,
    ):
        src_emb = self.positional_encoding(self.src_tok_emb(src))
        tgt_emb = self.positional_encoding(self.tgt_tok_emb(trg))
        outs = self.transformer(
            src_emb, tgt_emb, src_mask, tgt_mask, None, src_padding_mask, tgt_padding_mask, memory_key_padding_mask
        )
        return self.generator(outs)

    def encode(self, src: Tensor, src_mask: Tensor):
        return self.transformer.encoder(self.positional_encoding(self.src_tok_emb(src)), src_mask)

    def decode(self, tgt: Tensor, memory: Tensor, tgt_mask: Tensor):
        return self.transformer.decoder(self.positional_encoding(self.tgt_tok_emb(tgt)), memory, tgt_mask)


def generate_square_subsequent_mask(sz):
    mask = (torch.triu(torch.ones((sz, sz))) == 1).transpose(0, 1)
    return mask.float().masked_fill(mask == 0, float("-inf")).masked_fill(mask == 1, float(0.0))


def create_mask(src, tgt):
    src_seq_len = src.shape[0]
    tgt_seq_len = tgt.shape[0]
    tgt_mask = generate_square_subsequent_mask(tgt_seq_len)
    src_mask = torch.zeros((src_seq_len, src_seq_len)).type(torch.bool)
    src_padding_mask = (src == PAD_IDX).transpose(0, 1)
    tgt_padding_mask = (tgt == PAD_IDX).transpose(0, 1)
    return src_mask, tgt_mask, src_padding_mask, tgt_padding_mask


class Decoding(nn.Module):
    """Three steps of greedy decoding, unrolled."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, src):
        src_mask = torch.zeros(src.shape[0], src.shape[0])
        memory = self.model.encode(src, src_mask)
        ys = torch.full((1, src.shape[1]), 2, dtype=torch.long)
        for _ in range(3):
            tgt_mask = generate_square_subsequent_mask(ys.size(0)).type(torch.bool)
            out = self.model.decode(ys, memory, tgt_mask)
            prob = self.model.generator(out[-1])
            _, next_word = torch.max(prob, dim=1)
            ys = torch.cat([ys, next_word.unsqueeze(0)], dim=0)
        return ys


class Encoder(nn.Module):
    """Stacks made of layers with other options: pre-norm, batch first, gelu, no bias, a final norm."""

    def __init__(self):
        super().__init__()
        layer = nn.TransformerEncoderLayer(16, 4, 24, 0.0, activation="gelu", batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2, norm=nn.LayerNorm(16), enable_nested_tensor=False)
        decoder = nn.TransformerDecoderLayer(16, 2, batch_first=True, activation=nn.functional.silu, bias=False)
        self.decoder = nn.TransformerDecoder(decoder, num_layers=1)

    def forward(self, x, queries, padding):
        causal = nn.Transformer.generate_square_subsequent_mask(x.size(1))
        memory = self.encoder(x, mask=causal, is_causal=True)
        return self.decoder(queries, memory, memory_key_padding_mask=padding)


torch.manual_seed(0)
transformer = Seq2SeqTransformer(2, 16, 4, 20, 22)
for p in transformer.parameters():
    if p.dim() > 1:
        nn.init.xavier_uniform_(p)
transformer.eval()
src, tgt = torch.randint(2, 20, (7, 2)), torch.randint(2, 20, (5, 2))
src[5:, 1] = PAD_IDX
src_mask, tgt_mask, src_padding_mask, tgt_padding_mask = create_mask(src, tgt)
torch.onnx.export(
    transformer,
    (src, tgt, src_mask, tgt_mask, src_padding_mask, tgt_padding_mask, src_padding_mask),
    "transformer.onnx",
    dynamo=True,
    verbose=False,
)
torch.onnx.export(
    Decoding(transformer), (src,), "greedy.onnx", dynamic_shapes={"src": {1: "batch"}}, dynamo=True, verbose=False
)
batch = torch.export.Dim("batch", max=32)
torch.onnx.export(
    Encoder().eval(),
    (torch.randn(2, 6, 16), torch.randn(2, 3, 16), torch.tensor([[False] * 6, [False] * 4 + [True] * 2])),
    "layers.onnx",
    dynamic_shapes=({0: batch}, {0: batch}, {0: batch}),
    dynamo=True,
    verbose=False,
)
