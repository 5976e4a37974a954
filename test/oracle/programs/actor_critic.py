"""Reinforcement learning: actor-critic with Categorical and Normal, squashed Gaussian policy, dueling DQN, noisy layers, layer_init."""

import math

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.distributions import Categorical, Normal


def layer_init(layer, std=np.sqrt(2), bias_const=0.0):
    torch.nn.init.orthogonal_(layer.weight, std)
    torch.nn.init.constant_(layer.bias, bias_const)
    return layer


class Agent(nn.Module):
    def __init__(self, obs=4, actions=3):
        super().__init__()
        self.critic = nn.Sequential(
            layer_init(nn.Linear(obs, 16)),
            nn.Tanh(),
            layer_init(nn.Linear(16, 16)),
            nn.Tanh(),
            layer_init(nn.Linear(16, 1), std=1.0),
        )
        self.actor = nn.Sequential(
            layer_init(nn.Linear(obs, 16)),
            nn.Tanh(),
            layer_init(nn.Linear(16, actions), std=0.01),
        )

    def get_value(self, x):
        return self.critic(x)

    def get_action_and_value(self, x, action=None):
        logits = self.actor(x)
        probs = Categorical(logits=logits)
        if action is None:
            action = probs.sample()
        return action, probs.log_prob(action), probs.entropy(), self.critic(x)

    def forward(self, x, action):
        return self.get_action_and_value(x, action)


class ContinuousAgent(nn.Module):
    def __init__(self, obs=4, actions=2):
        super().__init__()
        self.actor_mean = nn.Sequential(layer_init(nn.Linear(obs, 8)), nn.ELU(), layer_init(nn.Linear(8, actions)))
        self.actor_logstd = nn.Parameter(torch.zeros(1, actions) - 0.5)

    def forward(self, x, action):
        action_mean = self.actor_mean(x)
        action_logstd = self.actor_logstd.expand_as(action_mean)
        probs = Normal(action_mean, torch.exp(action_logstd))
        return probs.mean, probs.log_prob(action).sum(1), probs.entropy().sum(1)


LOG_SIG_MAX, LOG_SIG_MIN, epsilon = 2, -20, 1e-6


def weights_init_(m):
    if isinstance(m, nn.Linear):
        torch.nn.init.xavier_uniform_(m.weight, gain=1)
        torch.nn.init.constant_(m.bias, 0)


class GaussianPolicy(nn.Module):
    def __init__(self, num_inputs, num_actions, hidden_dim, low, high):
        super(GaussianPolicy, self).__init__()
        self.linear1 = nn.Linear(num_inputs, hidden_dim)
        self.mean_linear = nn.Linear(hidden_dim, num_actions)
        self.log_std_linear = nn.Linear(hidden_dim, num_actions)
        self.apply(weights_init_)
        self.action_scale = torch.FloatTensor((high - low) / 2.0)
        self.action_bias = torch.FloatTensor((high + low) / 2.0)

    def forward(self, state, noise):
        x = F.relu(self.linear1(state))
        mean = self.mean_linear(x)
        log_std = torch.clamp(self.log_std_linear(x), min=LOG_SIG_MIN, max=LOG_SIG_MAX)
        std = log_std.exp()
        x_t = mean + std * noise
        y_t = torch.tanh(x_t)
        action = y_t * self.action_scale + self.action_bias
        log_prob = Normal(mean, std).log_prob(x_t)
        log_prob -= torch.log(self.action_scale * (1 - y_t.pow(2)) + epsilon)
        log_prob = log_prob.sum(1, keepdim=True)
        mean = torch.tanh(mean) * self.action_scale + self.action_bias
        return action, log_prob, mean

    def to(self, device):
        self.action_scale = self.action_scale.to(device)
        self.action_bias = self.action_bias.to(device)
        return super(GaussianPolicy, self).to(device)


class NoisyLinear(nn.Module):
    def __init__(self, in_features, out_features, std_init=0.5):
        super(NoisyLinear, self).__init__()
        self.in_features = in_features
        self.out_features = out_features
        self.std_init = std_init
        self.weight_mu = nn.Parameter(torch.empty(out_features, in_features))
        self.weight_sigma = nn.Parameter(torch.empty(out_features, in_features))
        self.register_buffer("weight_epsilon", torch.empty(out_features, in_features))
        self.bias_mu = nn.Parameter(torch.empty(out_features))
        self.bias_sigma = nn.Parameter(torch.empty(out_features))
        self.register_buffer("bias_epsilon", torch.empty(out_features))
        self.reset_parameters()
        self.reset_noise()

    def reset_parameters(self):
        mu_range = 1 / math.sqrt(self.in_features)
        self.weight_mu.data.uniform_(-mu_range, mu_range)
        self.weight_sigma.data.fill_(self.std_init / math.sqrt(self.in_features))
        self.bias_mu.data.uniform_(-mu_range, mu_range)
        self.bias_sigma.data.fill_(self.std_init / math.sqrt(self.out_features))

    def _scale_noise(self, size):
        x = torch.randn(size)
        return x.sign().mul_(x.abs().sqrt_())

    def reset_noise(self):
        epsilon_in = self._scale_noise(self.in_features)
        epsilon_out = self._scale_noise(self.out_features)
        self.weight_epsilon.copy_(epsilon_out.ger(epsilon_in))
        self.bias_epsilon.copy_(epsilon_out)

    def forward(self, input):
        if self.training:
            weight = self.weight_mu + self.weight_sigma * self.weight_epsilon
            return F.linear(input, weight, self.bias_mu + self.bias_sigma * self.bias_epsilon)
        return F.linear(input, self.weight_mu, self.bias_mu)


class Rainbow(nn.Module):
    def __init__(self, action_space=3, atoms=5):
        super(Rainbow, self).__init__()
        self.atoms = atoms
        self.action_space = action_space
        self.convs = nn.Sequential(
            nn.Conv2d(2, 8, 5, stride=5, padding=0), nn.ReLU(), nn.Conv2d(8, 8, 3, stride=1, padding=0), nn.ReLU()
        )
        self.fc_h_v = NoisyLinear(32, 12)
        self.fc_h_a = NoisyLinear(32, 12)
        self.fc_z_v = NoisyLinear(12, self.atoms)
        self.fc_z_a = NoisyLinear(12, action_space * self.atoms)
        self.register_buffer("support", torch.linspace(-10, 10, atoms), persistent=False)

    def forward(self, x, log=False):
        x = self.convs(x)
        x = x.view(-1, 32)
        v = self.fc_z_v(F.relu(self.fc_h_v(x)))
        a = self.fc_z_a(F.relu(self.fc_h_a(x)))
        v, a = v.view(-1, 1, self.atoms), a.view(-1, self.action_space, self.atoms)
        q = v + a - a.mean(1, keepdim=True)
        q = F.log_softmax(q, dim=2) if log else F.softmax(q, dim=2)
        return q, (q * self.support).sum(2).argmax(1)


torch.manual_seed(10)
n = torch.export.Dim("n", max=512)
agent = Agent()
torch.onnx.export(
    agent,
    (torch.randn(5, 4), torch.tensor([0, 2, 1, 1, 0])),
    "ppo.onnx",
    dynamic_shapes=({0: n}, {0: n}),
    dynamo=True,
    verbose=False,
)
torch.onnx.export(ContinuousAgent(), (torch.randn(3, 4), torch.randn(3, 2)), "a2c.onnx", dynamo=True, verbose=False)
policy = GaussianPolicy(4, 2, 8, np.array([-2.0, -1.0]), np.array([2.0, 3.0])).to(torch.device("cpu"))
torch.onnx.export(policy, (torch.randn(3, 4), torch.randn(3, 2)), "sac.onnx", dynamo=True, verbose=False)
for mode in (True, False):
    rainbow = Rainbow().train(mode)
    kwargs = {"log": True}
    torch.onnx.export(rainbow, (torch.rand(2, 2, 20, 20),), f"dqn_{mode}.onnx", kwargs=kwargs, dynamo=True, verbose=False)
