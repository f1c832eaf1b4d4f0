"""Records what Gymnasium's wrappers do, for src/envs/wrappers/golden.test.ts:

    pip install "gymnasium==1.3.0" opencv-python-headless
    python3 scripts/golden/wrappers.py          # writes test/golden/wrappers.json.gz
"""
import gzip
import json
import pathlib
import sys
import tempfile
import types

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

# What changes actions: all choices, and what continuous actions come nearest to.
discretized = []
for low, high, bins, dtype in [
    ([-2], [2], 5, "float32"),
    ([-1, 0.1], [1, 0.7], 7, "float32"),
    ([-1, 0.1, -3], [1, 0.7, 11.3], (3, 1, 4), "float32"),
    ([-0.3, 0], [0.1, 1e-3], (10, 6), "float64"),
]:
    box = Box(np.array(low, dtype), np.array(high, dtype), dtype=getattr(np, dtype))
    case = {"low": low, "high": high, "bins": bins, "dtype": dtype}
    seen = [rng.uniform(box.low, box.high).astype(dtype) for _ in range(58)] + [box.low, box.high]
    for multidiscrete in [False, True]:
        world = Shown(box, seen, box)
        actor = wrappers.DiscretizeAction(world, bins, multidiscrete)
        viewer = wrappers.DiscretizeObservation(world, bins, multidiscrete)
        counts = np.broadcast_to(bins, len(low))
        cells = [np.array(cell) if multidiscrete else i for i, cell in enumerate(np.ndindex(*counts))]
        inner = [actor.action(cell) for cell in cells]
        nearest = [actor.revert_action(action) for action in world.observations]
        edges = [viewer.revert_observation(cell) for cell in cells]
        case["multidiscrete" if multidiscrete else "discrete"] = plain(
            {"cells": cells, "inner": inner, "nearest": nearest, "edges": edges, "shown": observations(viewer, 59)}
        )
    case["seen"] = plain(seen)
    discretized.append(case)
golden["discretize"] = discretized

golden["delay"] = []
dict_of_all = Dict({"a": Discrete(3, start=5), "b": Box(1, 2, (2,)), "c": Tuple([MultiDiscrete([2, 3]), Box(-9, -3, (1,))])})
seen_all = []
for seed in range(6):
    dict_of_all.seed(seed)
    seen_all.append(dict_of_all.sample())
for delay in [0, 1, 3]:
    env = wrappers.DelayObservation(Shown(dict_of_all, seen_all), delay)
    golden["delay"].append({"delay": delay, "seen": plain(seen_all), "shown": observations(env, 5)})

# The draws are those of a stream apart from the environment's, which ours makes the same way from the seed.
golden["sticky"] = []
for probability, duration in [(0.25, 1), (0.4, 3), (0.3, (2, 4)), (0, 1)]:
    world = Shown(Box(0, 1), [single(0)] * 400, Discrete(50))
    env = wrappers.StickyAction(world, probability, duration)
    env.reset(seed=4)
    world.np_random = np.random.Generator(np.random.PCG64(np.random.SeedSequence(4).spawn(1)[0]))
    inner = []
    for t in range(300):
        env.step(t % 50)
        inner.append(world.action)
    golden["sticky"].append({"probability": probability, "duration": duration, "inner": inner})


class Episodes(Shown):
    """Gives rewards one after another; every seventh step ends an episode, every third of them by time."""

    def __init__(self, observations, rewards):
        super().__init__(vector, observations)
        self.rewards, self.total = rewards, 0

    def reset(self, *, seed=None, options=None):
        return self.observations[self.total], {}

    def step(self, action):
        self.action = action
        self.total += 1
        over, cut = self.total % 7 == 0, self.total % 21 == 0
        return self.observations[self.total], self.rewards[self.total - 1], over and not cut, cut, {}


frames = [single(*rng.normal(0, 3, 2)) for _ in range(64)]
rewards = [float(x) for x in rng.normal(0, 3, 63)]
episodes = {"frames": plain(frames), "rewards": rewards, "runs": {}}
for name, wrap in {
    "NormalizeObservation": wrappers.NormalizeObservation,
    "NormalizeReward": lambda env: wrappers.NormalizeReward(env, gamma=0.9),
    "ClipReward": lambda env: wrappers.ClipReward(env, -1, 2.5),
    "RepeatAction": lambda env: wrappers.RepeatAction(env, 3),
    "FrameStack": lambda env: wrappers.FrameStackObservation(env, 3),
    "FrameStackOfZeros": lambda env: wrappers.FrameStackObservation(env, 3, padding_type="zero"),
    "DtypeObservation": lambda env: wrappers.DtypeObservation(env, np.float64),
    "ReshapeObservation": lambda env: wrappers.ReshapeObservation(env, (2, 1)),
    "RecordEpisodeStatistics": wrappers.RecordEpisodeStatistics,
    "TimeLimit": lambda env: wrappers.TimeLimit(env, 5),
    "Autoreset": wrappers.Autoreset,
}.items():
    world = Episodes(frames, rewards)
    env = wrap(world)
    rows = [plain(env.reset()[0])]
    while world.total < 60:
        observation, reward, terminated, truncated, info = env.step(0)
        statistics = [info["episode"]["r"], info["episode"]["l"]] if "episode" in info else None
        rows.append(plain([observation, reward, terminated, truncated, statistics]))
        if (terminated or truncated) and name != "Autoreset":
            rows.append(plain(env.reset()[0]))
    episodes["runs"][name] = rows
golden["episodes"] = episodes

# Which videos RecordVideo writes, of which frames: a stand-in takes the place of the encoder.
class Clip:
    def __init__(self, frames, fps):
        self.frames = frames

    def write_videofile(self, path, logger=None):
        videos.append([pathlib.Path(path).stem, [int(frame[0, 0, 0]) for frame in self.frames]])


for name in ["moviepy", "moviepy.video", "moviepy.video.io", "moviepy.video.io.ImageSequenceClip"]:
    sys.modules[name] = types.ModuleType(name)
sys.modules["moviepy.video.io.ImageSequenceClip"].ImageSequenceClip = Clip


class Counter(Shown):
    """Draws how often it was reset or stepped; episodes last five steps."""

    metadata, render_mode = {"render_modes": ["rgb_array"]}, "rgb_array"
    drawn = 0

    def reset(self, *, seed=None, options=None):
        self.t, self.drawn = 0, self.drawn + 1
        return 0, {}

    def step(self, action):
        self.t, self.drawn = self.t + 1, self.drawn + 1
        return 0, 0.0, self.t == 5, False, {}

    def render(self):
        return np.full((2, 2, 3), self.drawn, np.uint8)


golden["videos"] = []
for options in [
    {},
    {"length": 3},
    {"length": 8, "episodes": [1, 5, 9]},
    {"steps": [2, 15, 28, 41]},
    {"length": 4, "steps": [2, 15, 28, 41]},
    {"episodes": [2, 3], "steps": [12]},
]:
    videos = []
    episodes, steps = options.get("episodes"), options.get("steps")
    env = wrappers.RecordVideo(
        Counter(Discrete(2)),
        tempfile.mkdtemp(),
        episode_trigger=episodes and (lambda n: n in episodes),
        step_trigger=steps and (lambda n: n in steps),
        video_length=options.get("length", 0),
    )
    for _ in range(10):
        env.reset()
        for _ in range(5):
            env.step(0)
    env.close()
    golden["videos"].append({**options, "videos": videos})

path = pathlib.Path(__file__).parents[2] / "test" / "golden" / "wrappers.json.gz"
with gzip.GzipFile(path, "wb", mtime=0) as file:
    file.write(json.dumps(golden).encode())
print(f"{path}: {path.stat().st_size} bytes, Gymnasium {gym.__version__}")
