"""An encoder in BERT's style: token types, additive mask, pooler, several heads chosen by name from a registry."""

import json
import math

import torch
from torch import nn

ACT2FN = {"gelu": nn.functional.gelu, "relu": torch.relu, "swish": nn.functional.silu, "tanh": torch.tanh}


class BertConfig(object):
    def __init__(self, vocab_size=99, **kwargs):
        self.vocab_size = vocab_size
        self.hidden_size = kwargs.pop("hidden_size", 32)
        self.num_hidden_layers = kwargs.pop("num_hidden_layers", 2)
        self.num_attention_heads = kwargs.pop("num_attention_heads", 4)
        self.intermediate_size = kwargs.pop("intermediate_size", 37)
        self.hidden_act = kwargs.pop("hidden_act", "gelu")
        self.hidden_dropout_prob = kwargs.pop("hidden_dropout_prob", 0.1)
        self.max_position_embeddings = kwargs.pop("max_position_embeddings", 64)
        self.type_vocab_size = kwargs.pop("type_vocab_size", 2)
        self.initializer_range = kwargs.pop("initializer_range", 0.02)
        for key, value in kwargs.items():
            setattr(self, key, value)

    def to_json_string(self):
        return json.dumps(self.__dict__, indent=2, sort_keys=True) + "\n"


class BertEmbeddings(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.word_embeddings = nn.Embedding(config.vocab_size, config.hidden_size, padding_idx=0)
        self.position_embeddings = nn.Embedding(config.max_position_embeddings, config.hidden_size)
        self.token_type_embeddings = nn.Embedding(config.type_vocab_size, config.hidden_size)
        self.LayerNorm = nn.LayerNorm(config.hidden_size, eps=1e-12)
        self.dropout = nn.Dropout(config.hidden_dropout_prob)
        self.register_buffer("position_ids", torch.arange(config.max_position_embeddings).expand((1, -1)))

    def forward(self, input_ids, token_type_ids=None):
        seq_length = input_ids.size(1)
        position_ids = self.position_ids[:, :seq_length]
        if token_type_ids is None:
            token_type_ids = torch.zeros_like(input_ids)
        embeddings = (
            self.word_embeddings(input_ids)
            + self.position_embeddings(position_ids)
            + self.token_type_embeddings(token_type_ids)
        )
        return self.dropout(self.LayerNorm(embeddings))


class BertSelfAttention(nn.Module):
    def __init__(self, config):
        super().__init__()
        if config.hidden_size % config.num_attention_heads != 0:
            raise ValueError(
                "The hidden size (%d) is not a multiple of the number of attention heads (%d)"
                % (config.hidden_size, config.num_attention_heads)
            )
        self.num_attention_heads = config.num_attention_heads
        self.attention_head_size = int(config.hidden_size / config.num_attention_heads)
        self.all_head_size = self.num_attention_heads * self.attention_head_size
        self.query = nn.Linear(config.hidden_size, self.all_head_size)
        self.key = nn.Linear(config.hidden_size, self.all_head_size)
        self.value = nn.Linear(config.hidden_size, self.all_head_size)

    def transpose_for_scores(self, x):
        new_x_shape = x.size()[:-1] + (self.num_attention_heads, self.attention_head_size)
        x = x.view(*new_x_shape)
        return x.permute(0, 2, 1, 3)

    def forward(self, hidden_states, attention_mask):
        query_layer = self.transpose_for_scores(self.query(hidden_states))
        key_layer = self.transpose_for_scores(self.key(hidden_states))
        value_layer = self.transpose_for_scores(self.value(hidden_states))
        attention_scores = torch.matmul(query_layer, key_layer.transpose(-1, -2))
        attention_scores = attention_scores / math.sqrt(self.attention_head_size)
        attention_scores = attention_scores + attention_mask
        attention_probs = nn.Softmax(dim=-1)(attention_scores)
        context_layer = torch.matmul(attention_probs, value_layer)
        context_layer = context_layer.permute(0, 2, 1, 3).contiguous()
        return context_layer.view(*(context_layer.size()[:-2] + (self.all_head_size,))), attention_probs


class BertLayer(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.attention = BertSelfAttention(config)
        self.output = nn.Linear(config.hidden_size, config.hidden_size)
        self.norm1 = nn.LayerNorm(config.hidden_size)
        self.intermediate = nn.Linear(config.hidden_size, config.intermediate_size)
        self.act = ACT2FN[config.hidden_act] if isinstance(config.hidden_act, str) else config.hidden_act
        self.down = nn.Linear(config.intermediate_size, config.hidden_size)
        self.norm2 = nn.LayerNorm(config.hidden_size)

    def forward(self, x, mask):
        a, probs = self.attention(x, mask)
        x = self.norm1(x + self.output(a))
        return self.norm2(x + self.down(self.act(self.intermediate(x)))), probs


class BertModel(nn.Module):
    def __init__(self, config, output_attentions=False):
        super().__init__()
        self.config = config
        self.output_attentions = output_attentions
        self.embeddings = BertEmbeddings(config)
        self.encoder = nn.ModuleList([BertLayer(config) for _ in range(config.num_hidden_layers)])
        self.pooler = nn.Sequential(nn.Linear(config.hidden_size, config.hidden_size), nn.Tanh())
        self.apply(self.init_bert_weights)

    def init_bert_weights(self, module):
        if isinstance(module, (nn.Linear, nn.Embedding)):
            module.weight.data.normal_(mean=0.0, std=self.config.initializer_range)
            if isinstance(module, nn.Embedding) and module.padding_idx is not None:
                module.weight.data[module.padding_idx].zero_()
        elif isinstance(module, nn.LayerNorm):
            module.bias.data.zero_()
            module.weight.data.fill_(1.0)
        if isinstance(module, nn.Linear) and module.bias is not None:
            module.bias.data.zero_()

    def forward(self, input_ids, token_type_ids=None, attention_mask=None):
        if attention_mask is None:
            attention_mask = torch.ones_like(input_ids)
        extended = attention_mask.unsqueeze(1).unsqueeze(2)
        extended = extended.to(dtype=next(self.parameters()).dtype)
        extended = (1.0 - extended) * torch.finfo(extended.dtype).min
        x = self.embeddings(input_ids, token_type_ids)
        all_attentions = ()
        for layer in self.encoder:
            x, probs = layer(x, extended)
            all_attentions = all_attentions + (probs,)
        pooled = self.pooler(x[:, 0])
        outputs = {"last_hidden_state": x, "pooler_output": pooled}
        if self.output_attentions:
            outputs["attentions"] = all_attentions
        return outputs


HEADS = {}


def register_head(name):
    def decorator(cls):
        if name in HEADS:
            raise KeyError(f"{name} is registered")
        HEADS[name] = cls
        return cls

    return decorator


@register_head("classification")
class Classifier(nn.Module):
    def __init__(self, bert, num_labels=3):
        super().__init__()
        self.bert = bert
        self.classifier = nn.Linear(bert.config.hidden_size, num_labels)

    def forward(self, **inputs):
        return self.classifier(self.bert(**inputs)["pooler_output"])


@register_head("tagging")
class Tagger(Classifier):
    def forward(self, **inputs):
        return self.classifier(self.bert(**inputs)["last_hidden_state"]).argmax(dim=-1)


config = BertConfig(hidden_act="swish", architectures=["Bert"])
print(config.to_json_string())
torch.manual_seed(0)
ids = torch.randint(1, 99, (2, 7))
mask = torch.tensor([[1, 1, 1, 1, 1, 0, 0], [1] * 7])
types = torch.tensor([[0, 0, 0, 1, 1, 1, 1]]).repeat(2, 1)
bert = BertModel(config, output_attentions=True).eval()
torch.onnx.export(bert, (ids, types, mask), "bert.onnx", dynamo=True, verbose=False)
bert.output_attentions = False
for name, head in sorted(HEADS.items()):
    torch.onnx.export(
        head(bert).eval(),
        (),
        f"{name}.onnx",
        kwargs=dict(input_ids=ids, attention_mask=mask, token_type_ids=types),
        dynamo=True,
        verbose=False,
    )
