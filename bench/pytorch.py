"""PyTorch's side of the engine benchmark.

prepare: builds a workload from given weights and batches, answers what its first iterations compute.
run: repeats it for some seconds, answers the mean microseconds of an iteration.
"""

import math
import os

import numpy as np
import torch
from serve import rate, serve
from torch import nn
from torch.nn import functional as F


def mlp(widths, output=None):
    layers = []
    for i in range(len(widths) - 1):
        layers.append(nn.Linear(widths[i], widths[i + 1]))
        if i < len(widths) - 2:
            layers.append(nn.ReLU())
    if output is not None:
        layers.append(output)
    return nn.Sequential(*layers)


def load(module, data, prefix):
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            parameter.copy_(torch.from_numpy(data[f"{prefix}.{name}"]))
    return module


def copy_of(module, factory):
    other = factory()
    other.load_state_dict(module.state_dict())
    return other.requires_grad_(False)


def inference(sizes, data):
    net = load(mlp(sizes["widths"]), data, "net")
    states = data["states"]

    def step(i):
        with torch.inference_mode():
            return net(torch.from_numpy(states[i % len(states)])).numpy()

    return step, lambda result: float(np.abs(result).sum())


def dqn(sizes, data):
    net = load(mlp(sizes["widths"]), data, "net")
    target = copy_of(net, lambda: mlp(sizes["widths"]))
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3)
    actions = data["actions"].astype(np.int64)[..., None]
    names = ("states", "nextStates", "rewards", "alive")

    def step(i):
        b = i % len(actions)
        states, next_states, rewards, alive = (torch.from_numpy(data[name][b]) for name in names)
        with torch.no_grad():
            targets = rewards + 0.99 * alive * target(next_states).max(1)[0]
        q = net(states).gather(1, torch.from_numpy(actions[b])).squeeze(1)
        loss = F.mse_loss(q, targets)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return loss

    return step, lambda loss: loss.item()


def ddpg(sizes, data):
    make_actor = lambda: mlp(sizes["actor"], nn.Tanh())
    make_critic = lambda: mlp(sizes["critic"])
    actor, critic = load(make_actor(), data, "actor"), load(make_critic(), data, "critic")
    actor_target, critic_target = copy_of(actor, make_actor), copy_of(critic, make_critic)
    actor_optimizer = torch.optim.Adam(actor.parameters(), lr=1e-3)
    critic_optimizer = torch.optim.Adam(critic.parameters(), lr=1e-3)
    names = ("states", "nextStates", "actions", "rewards", "alive")
    pairs = list(zip(actor.parameters(), actor_target.parameters()))
    pairs += list(zip(critic.parameters(), critic_target.parameters()))

    def step(i):
        b = i % len(data["states"])
        states, next_states, actions, rewards, alive = (torch.from_numpy(data[name][b]) for name in names)
        with torch.no_grad():
            next_q = critic_target(torch.cat([next_states, actor_target(next_states)], 1))
            targets = rewards + 0.99 * alive * next_q
        critic_loss = F.mse_loss(critic(torch.cat([states, actions], 1)), targets)
        critic_optimizer.zero_grad(set_to_none=True)
        critic_loss.backward()
        critic_optimizer.step()
        for parameter in critic.parameters():
            parameter.requires_grad_(False)
        actor_loss = -critic(torch.cat([states, actor(states)], 1)).mean()
        actor_optimizer.zero_grad(set_to_none=True)
        actor_loss.backward()
        actor_optimizer.step()
        for parameter in critic.parameters():
            parameter.requires_grad_(True)
        with torch.no_grad():
            for source, target in pairs:
                target.mul_(1 - 0.005).add_(source, alpha=0.005)
        return critic_loss

    return step, lambda loss: loss.item()


def convolutions(sizes, data):
    channels = sizes["channels"]
    conv = lambda planes: nn.Conv2d(planes, channels, 3, stride=2, padding=1)
    net = nn.Sequential(conv(3), nn.ReLU(), conv(channels), nn.ReLU(), conv(channels), nn.ReLU())
    load(net, data, "net")
    images = torch.from_numpy(data["images"])

    def step(_):
        net.zero_grad(set_to_none=True)
        loss = net(images).square().mean()
        loss.backward()
        return loss

    return step, lambda loss: [loss.item(), *norms(net)]


class SelfAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width * heads) for _ in range(3))
        self.out = nn.Linear(width * heads, width)

    def forward(self, x):
        batch, nodes, width = x.shape
        split = lambda y: y.view(batch, nodes, self.heads, width).transpose(1, 2)
        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        weights = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(width), 3)
        return self.out((weights @ v).transpose(1, 2).reshape(batch, nodes, -1))


def attention(sizes, data):
    net = SelfAttention(sizes["width"], sizes["heads"])
    with torch.no_grad():
        for name, parameter in net.named_parameters():
            parameter.copy_(torch.from_numpy(data[name]))
    x = torch.from_numpy(data["nodes"])

    def step(_):
        net.zero_grad(set_to_none=True)
        loss = net(x).square().mean()
        loss.backward()
        return loss

    return step, lambda loss: [loss.item(), *norms(net)]


class Relations(nn.Module):
    def __init__(self, inputs, heads, width, size):
        super().__init__()
        inner = heads * width
        self.heads, self.width, self.size = heads, width, size
        self.query, self.key, self.value = (nn.Linear(inputs, inner) for _ in range(3))
        self.query_norm, self.key_norm, self.value_norm = (nn.LayerNorm(inner) for _ in range(3))
        self.mix = nn.Linear(inner, size)

    def forward(self, x):
        def split(rows):
            return rows.unflatten(2, (self.heads, self.width)).transpose(1, 2)

        q = split(self.query_norm(self.query(x)))
        k = split(self.key_norm(self.key(x)))
        v = split(self.value_norm(self.value(x)))
        heard = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)
        return F.layer_norm(F.relu(self.mix(heard)), (self.size,))


class RelationalFeatures(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.planes = sizes["planes"]
        self.layers = nn.ModuleList(
            [nn.Linear(sizes["planes"], sizes["first"]), nn.Linear(sizes["first"], sizes["second"])]
        )
        self.relations = Relations(sizes["second"] + 2, sizes["heads"], sizes["width"], sizes["size"])
        self.norm = nn.LayerNorm(2 * sizes["size"])
        cells = torch.arange(49)
        self.places = torch.stack([cells % 7, cells // 7], 1) / 7

    def forward(self, states):
        x = states.unflatten(1, (49, self.planes))
        for layer in self.layers:
            x = F.relu(layer(x))
        nodes = self.relations(torch.cat([x, self.places.expand(len(x), 49, 2)], 2))
        # The largest over all nodes, and the node of the agent: column 3 of row 6 in each column of seven.
        return self.norm(torch.cat([nodes.max(1)[0], nodes[:, 27]], 1))


def relational(sizes, data):
    make = lambda: nn.Sequential(RelationalFeatures(sizes), nn.Linear(2 * sizes["size"], sizes["actions"]))
    net = load(make(), data, "net")
    target = copy_of(net, make)
    optimizer = torch.optim.Adam(net.parameters(), lr=5e-4)
    actions = data["actions"].astype(np.int64)[..., None]
    names = ("states", "nextStates", "rewards", "alive")

    def step(i):
        b = i % len(actions)
        states, next_states, rewards, alive = (torch.from_numpy(data[name][b]) for name in names)
        with torch.no_grad():
            best = net(next_states).argmax(1, keepdim=True)
            targets = rewards + 0.99 * alive * target(next_states).gather(1, best).squeeze(1)
        q = net(states).gather(1, torch.from_numpy(actions[b])).squeeze(1)
        loss = F.mse_loss(q, targets)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return loss

    return step, lambda loss: loss.item()


def lstm(sizes, data):
    net = load(nn.LSTM(sizes["inputs"], sizes["hidden"], batch_first=True), data, "lstm")
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)

    def step(i):
        b = i % len(data["targets"])
        outputs, _ = net(torch.from_numpy(data["sequences"][b]))
        loss = F.mse_loss(outputs, torch.from_numpy(data["targets"][b]))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return loss

    return step, lambda loss: loss.item()


def matmul(sizes, data):
    left, right = torch.from_numpy(data["left"]), torch.from_numpy(data["right"])
    return (lambda _: left @ right), (lambda product: product.square().mean().item())


def norms(module):
    return [parameter.grad.norm().item() for parameter in module.parameters()]


def tensors_of(request):
    block = np.fromfile(request["file"], dtype=np.uint8)
    types = {"float32": np.float32, "int32": np.int32}
    data = {}
    for t in request["layout"]:
        size = 4 * math.prod(t["shape"])
        data[t["name"]] = block[t["offset"] : t["offset"] + size].view(types[t["dtype"]]).reshape(t["shape"])
    return data


class Workload:
    """The one under way."""

    def prepare(self, request):
        self.step, observe = globals()[request["kind"]](request["sizes"], tensors_of(request))
        return {"checks": [observe(self.step(i)) for i in range(request["iterations"])]}

    def run(self, request):
        return {"microseconds": 1e6 / rate(self.step, request["seconds"])}


def blas_speed(size=512):
    """Billions of operations a second of a matrix product: tells an optimised BLAS from the reference one."""
    a = torch.ones(size, size)
    best = max(rate(lambda _: a @ a, 0.05) for _ in range(3))
    return 2 * size**3 * best / 1e9


if __name__ == "__main__":
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    workload = Workload()
    about = lambda _: {"version": f"PyTorch {torch.__version__}", "gflops": blas_speed()}
    serve({"about": about, "prepare": workload.prepare, "run": workload.run})
