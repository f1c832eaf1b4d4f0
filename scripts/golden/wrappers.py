"""Records what Gymnasium's wrappers do, for src/envs/wrappers/golden.test.ts:

    pip install "gymnasium==1.3.0" opencv-python-headless
    python3 scripts/golden/wrappers.py          # writes test/golden/wrappers.json.gz
"""
import gzip
import json
import pathlib

import gymnasium as gym
import numpy as np
from gymnasium import wrappers
from gymnasium.spaces import Box, Dict, Discrete, MultiDiscrete, Tuple


class Shown(gym.Env):
    """Shows given observations one after another and keeps the last action; every reward is 1.5."""

    def __init__(self, space, observations=(), action_space=Discrete(2)):
        self.observation_space, self.action_space = space, action_space
        self.observations = list(observations)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.t = 0
        return self.observations[0], {}

    def step(self, action):
        self.action = action
        self.t += 1
        return self.observations[self.t], 1.5, False, False, {}


def plain(value):
    if isinstance(value, np.ndarray):
        return value.ravel().tolist()
    if isinstance(value, (tuple, list)):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return value.item() if isinstance(value, np.generic) else value


def observations(env, steps):
    shown = [env.reset()[0]]
    for _ in range(steps):
        shown.append(env.step(0)[0])
    return plain(shown)


def single(*values):
    return np.array(values, dtype=np.float32)


rng = np.random.default_rng(0)
golden = {}

cases = []
for low, high, least, most in [
    ([-2], [2], [-1], [1]),
    ([0.1, -3.7], [0.7, 11.3], [-1, -1], [1, 1]),
    ([-2, 0, -0.3], [1.5, 9.7, 0.1], [0, 0, 0], [1, 1, 1]),
    ([0.1, -3.7], [0.7, 11.3], [-1, -0.5], [1, 2.5]),
]:
    low, high, least, most = single(*low), single(*high), np.array(least, float), np.array(most, float)
    world = Shown(Box(0, 1), [single(0)] * 501, Box(low, high))
    env = wrappers.RescaleAction(world, least, most)
    env.reset()
    actions, inner = [], []
    for _ in range(500):
        action = rng.uniform(least, most).astype(np.float32)
        env.step(action)
        actions.append(plain(action))
        inner.append(plain(world.action))
    seen = [rng.uniform(low, high).astype(np.float32) for _ in range(100)]
    env = wrappers.RescaleObservation(Shown(Box(low, high), seen), least, most)
    bounds = {"low": plain(low), "high": plain(high), "least": plain(least), "most": plain(most)}
    shown = {"seen": plain(seen), "shown": observations(env, 99)}
    cases.append({**bounds, "actions": actions, "inner": inner, **shown})
golden["rescale"] = cases

# Pictures are default_rng(seed).integers(0, 256, size, dtype=uint8).
pictures = []
for seed, size, to in [(1, (42, 32, 3), (17, 17)), (2, (20, 30, 3), (10, 10)), (3, (210, 160), (84, 84)), (4, (7, 9), (7, 4)), (5, (32, 32, 3), (16, 16))]:
    picture = np.random.default_rng(seed).integers(0, 256, size, dtype=np.uint8)
    world = Shown(Box(0, 255, size, dtype=np.uint8), [picture])
    case = {"seed": seed, "size": size, "to": to}
    case["resized"] = observations(wrappers.ResizeObservation(world, to), 0)[0]
    if len(size) == 3:
        case["grey"] = observations(wrappers.GrayscaleObservation(world), 0)[0]
    pictures.append(case)
golden["pictures"] = pictures

space = Dict({"b": Box(-1, 2, (2,)), "a": Discrete(3, start=5), "c": Tuple([MultiDiscrete([2, 3]), Box(0, 9, (1,))])})
seen = [
    {"b": single(0.5, -1), "a": np.int64(6), "c": (np.array([1, 2]), single(3))},
    {"b": single(2, 1), "a": np.int64(5), "c": (np.array([0, 0]), single(9))},
]
env = wrappers.FlattenObservation(Shown(space, seen))
box = env.observation_space
golden["flatten"] = {"seen": plain(seen), "shown": observations(env, 1), "low": plain(box.low), "high": plain(box.high)}

vector, numbers = Box(-1, 1, (2,)), [single(0.5, 0), single(0, 1), single(-1, 1)]
golden["time"] = []
for options in [{}, {"normalize_time": True}, {"flatten": False}, {"flatten": False, "normalize_time": True}]:
    env = wrappers.TimeAwareObservation(wrappers.TimeLimit(Shown(vector, numbers), 4), **{"flatten": True, **options})
    golden["time"].append({"options": options, "shown": observations(env, 2)})
joined = wrappers.TimeAwareObservation(wrappers.TimeLimit(Shown(space, seen), 4), flatten=True)
golden["time"].append({"options": {}, "shown": observations(joined, 1)})

frames = [single(*rng.uniform(-1, 1, 2)) for _ in range(13)]
env = wrappers.MaxAndSkipObservation(Shown(vector, frames), skip=4)
rewards = (env.reset(), [env.step(0)[1] for _ in range(3)])[1]
golden["skip"] = {"frames": plain(frames), "shown": observations(env, 3), "rewards": rewards}

path = pathlib.Path(__file__).parents[2] / "test" / "golden" / "wrappers.json.gz"
with gzip.GzipFile(path, "wb", mtime=0) as file:
    file.write(json.dumps(golden).encode())
print(f"{path}: {path.stat().st_size} bytes, Gymnasium {gym.__version__}")
