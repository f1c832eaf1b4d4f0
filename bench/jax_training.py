"""JAX's side of the training benchmark: a whole PPO run on CartPole as one compiled program, environments included.

The strongest a user could pick on one core; the way of PureJaxRL (Lu et al. 2022, "Discovered policy optimisation").
Compilation is not timed: its seconds are answered beside the rate.
"""

import os

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import time

import jax
import jax.numpy as jnp
import optax
from serve import serve, start_clock

ACTIONS, INPUTS, HIDDEN, TIME_LIMIT = 2, 4, 64, 500


def linear(value):
    """The first value of `linear:a:0` (falling to 0 over the run), or a constant's, and whether it falls."""
    if not isinstance(value, str):
        return float(value), False
    kind, first, last = value.split(":")
    if kind != "linear" or float(last) != 0:
        raise ValueError(f"no counterpart of the schedule {value}")
    return float(first), True


def start_state(key):
    return jax.random.uniform(key, (4,), minval=-0.05, maxval=0.05)


def cart_pole(key, state, steps, action):
    """One step, with a new episode where one has ended (CartPole-v1; Barto, Sutton & Anderson 1983)."""
    x, speed, angle, turn = state
    force = jnp.where(action == 1, 10.0, -10.0)
    cos, sin = jnp.cos(angle), jnp.sin(angle)
    push = (force + 0.05 * turn**2 * sin) / 1.1
    turning = (9.8 * sin - cos * push) / (0.5 * (4 / 3 - 0.1 * cos**2 / 1.1))
    moving = push - 0.05 * turning * cos / 1.1
    following = jnp.array([x + 0.02 * speed, speed + 0.02 * moving, angle + 0.02 * turn, turn + 0.02 * turning])
    terminated = (jnp.abs(following[0]) > 2.4) | (jnp.abs(following[2]) > 12 * 2 * jnp.pi / 360)
    done = terminated | (steps + 1 >= TIME_LIMIT)
    after = jnp.where(done, start_state(key), following)
    return after, jnp.where(done, 0, steps + 1), terminated, done, following


def layers(key, outputs, last_gain):
    keys = jax.random.split(key, 3)
    sizes = [(INPUTS, HIDDEN), (HIDDEN, HIDDEN), (HIDDEN, outputs)]
    gains = [2**0.5, 2**0.5, last_gain]
    weights = [jax.nn.initializers.orthogonal(g)(k, s) for k, s, g in zip(keys, sizes, gains)]
    return [(w, jnp.zeros(w.shape[1])) for w in weights]


def forward(net, x):
    for i, (weight, bias) in enumerate(net):
        x = x @ weight + bias
        if i < len(net) - 1:
            x = jnp.tanh(x)
    return x


def value(params, x):
    return forward(params["value"], x)[..., 0]


def program(request):
    """The whole training as a function of a random key; answers the mean return of episodes per update."""
    c, envs = request["config"], request["numEnvs"]
    steps, epochs, gamma, lam = c["nSteps"], c["nEpochs"], c["gamma"], c["gaeLambda"]
    rows = envs * steps
    if c["batchSize"] != rows:
        raise ValueError("this program makes one minibatch of a rollout")
    updates = request["totalSteps"] // rows
    (rate, rate_falls), (clip, clip_falls) = linear(c["learningRate"]), linear(c["clipRange"])
    schedule = optax.linear_schedule(rate, 0.0 if rate_falls else rate, updates * epochs)
    optimizer = optax.chain(optax.clip_by_global_norm(0.5), optax.adam(schedule, eps=1e-5))

    def collect(carry, _):
        params, states, counts, key = carry
        key, draw, reset = jax.random.split(key, 3)
        logits = forward(params["policy"], states)
        actions = jax.random.categorical(draw, logits)
        log_probs = jax.nn.log_softmax(logits)[jnp.arange(envs), actions]
        after, counts, terminated, done, final = jax.vmap(cart_pole)(
            jax.random.split(reset, envs), states, counts, actions
        )
        rewards = 1.0 + jnp.where(done & ~terminated, gamma * value(params, final), 0.0)
        row = (states, actions, log_probs, value(params, states), rewards, done)
        return (params, after, counts, key), row

    def advantage(carry, row):
        ahead, next_value = carry
        own, reward, done = row
        going = 1.0 - done
        ahead = reward + gamma * next_value * going - own + gamma * lam * going * ahead
        return (ahead, own), ahead

    def loss(params, batch, epsilon):
        states, actions, old, advantages, returns = batch
        scaled = (advantages - advantages.mean()) / (advantages.std(ddof=1) + 1e-8)
        log_probs = jax.nn.log_softmax(forward(params["policy"], states))[jnp.arange(rows), actions]
        ratio = jnp.exp(log_probs - old)
        gain = jnp.minimum(ratio * scaled, jnp.clip(ratio, 1 - epsilon, 1 + epsilon) * scaled).mean()
        return 0.5 * jnp.mean((value(params, states) - returns) ** 2) - gain

    def update(carry, number):
        params, moments, states, counts, key = carry
        (_, states, counts, key), kept = jax.lax.scan(collect, (params, states, counts, key), None, steps)
        observed, actions, log_probs, values, rewards, done = kept
        start = (jnp.zeros(envs), value(params, states))
        _, advantages = jax.lax.scan(advantage, start, (values, rewards, done), reverse=True)
        batch = jax.tree_util.tree_map(
            lambda x: x.reshape((rows, *x.shape[2:])),
            (observed, actions, log_probs, advantages, advantages + values),
        )
        epsilon = clip * (1 - number / updates) if clip_falls else clip

        def epoch(carry, key):
            params, moments = carry
            order = jax.random.permutation(key, rows)
            picked = jax.tree_util.tree_map(lambda x: x[order], batch)
            changes, moments = optimizer.update(jax.grad(loss)(params, picked, epsilon), moments, params)
            return (optax.apply_updates(params, changes), moments), None

        key, order = jax.random.split(key)
        (params, moments), _ = jax.lax.scan(epoch, (params, moments), jax.random.split(order, epochs))
        # Rewards are 1 a step: how many ended tells how long episodes are.
        return (params, moments, states, counts, key), rows / jnp.maximum(done.sum(), 1)

    def train(key):
        key, policy, critic, first = jax.random.split(key, 4)
        params = {"policy": layers(policy, ACTIONS, 0.01), "value": layers(critic, 1, 1.0)}
        states = jax.vmap(start_state)(jax.random.split(first, envs))
        carry = (params, optimizer.init(params), states, jnp.zeros(envs, jnp.int32), key)
        return jax.lax.scan(update, carry, jnp.arange(updates))[1]

    return train, updates * rows


def train(request):
    run, steps = program(request)
    key = jax.random.PRNGKey(request["seed"])
    since = time.perf_counter()
    compiled = jax.jit(run).lower(key).compile()
    compilation = time.perf_counter() - since
    clock = start_clock()
    lengths = compiled(key).block_until_ready()
    seconds = clock()
    return {
        "stepsPerSecond": steps / seconds,
        "compilation": compilation,
        "episodeLength": float(lengths[-20:].mean()),
    }


if __name__ == "__main__":
    serve({"train": train})
