"""Records what Gymnasium's spaces sample and flatten, for src/spaces/golden.test.ts:

    pip install "gymnasium==1.3.0"
    python3 scripts/golden/spaces.py          # writes test/golden/spaces.json.gz
"""
import gzip
import json
import pathlib

import gymnasium as gym
import numpy as np
from gymnasium.spaces import (
    Box,
    Dict,
    Discrete,
    Graph,
    MultiBinary,
    MultiDiscrete,
    OneOf,
    Sequence,
    Text,
    Tuple,
    flatdim,
    flatten,
    flatten_space,
    unflatten,
)
from gymnasium.spaces.graph import GraphInstance

SEED = 11


def plain(value):
    if isinstance(value, np.ndarray):
        return value.ravel().tolist()
    if isinstance(value, GraphInstance):
        return {"nodes": plain(value.nodes), "edges": plain(value.edges), "edgeLinks": plain(value.edge_links)}
    if isinstance(value, (tuple, list)):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return value.item() if isinstance(value, np.generic) else value


def bounds(box):
    """JSON has no infinity: it is written as a string."""
    written = lambda numbers: [str(x).replace("inf", "Infinity") if np.isinf(x) else x for x in plain(numbers)]
    return {"low": written(box.low), "high": written(box.high)}


def described(space):
    """The space as our `toJSON` writes it."""
    match space:
        case Box():
            return {"kind": "Box", **bounds(space), "shape": list(space.shape), "dtype": str(space.dtype)}
        case Discrete():
            return {"kind": "Discrete", "n": int(space.n), "start": int(space.start)}
        case MultiDiscrete():
            return {"kind": "MultiDiscrete", "nvec": space.nvec.tolist()}
        case MultiBinary():
            return {"kind": "MultiBinary", "shape": list(space.shape)}
        case Text():
            charset = "".join(space.character_list)
            return {"kind": "Text", "minLength": space.min_length, "maxLength": space.max_length, "charset": charset}
        case Sequence():
            return {"kind": "Sequence", "space": described(space.feature_space), "stack": space.stack}
        case Graph():
            edges = space.edge_space and described(space.edge_space)
            return {"kind": "Graph", "nodeSpace": described(space.node_space), "edgeSpace": edges}
        case OneOf() | Tuple():
            return {"kind": type(space).__name__, "spaces": [described(part) for part in space.spaces]}
        case Dict():
            return {"kind": "Dict", "spaces": {key: described(part) for key, part in space.spaces.items()}}
    raise TypeError(space)


def case(space, times=12, **options):
    """Samples after a seed; where the space flattens, also that and its bounds."""
    space.seed(SEED)
    samples = [space.sample(**options) for _ in range(times)]
    for sample in samples:
        assert space.contains(sample), (space, sample)
    recorded = {"space": described(space), "options": camel(options), "samples": plain(samples)}
    if space.is_np_flattenable:
        box = flatten_space(space)
        flat = [flatten(space, sample) for sample in samples]
        assert plain([unflatten(space, each) for each in flat]) == plain(samples)
        recorded |= {"flatdim": flatdim(space), "flat": plain(flat), **bounds(box)}
    return recorded


def camel(options):
    names = {"num_nodes": "numNodes", "num_edges": "numEdges"}
    return {names.get(key, key): plain(value) for key, value in options.items()}


def flags(*values):
    return np.array(values, dtype=np.int8)


def shares(*values):
    return np.array(values, dtype=np.float64)


text = lambda: Text(8, min_length=2, charset="hello wr,d".replace("l", "", 1))
digits = lambda: Text(5, min_length=0, charset="0123456789")
golden = {"seed": SEED, "cases": []}
golden["cases"] += [
    case(text()),
    case(digits()),
    case(Text(1, charset="x")),
    case(Text(300, charset="abcdefghijklmnopqrstuvwxyz é€𝄞"), 2),
    case(text(), mask=(5, None)),
    case(text(), mask=(None, flags(1, 0, 0, 1, 0, 0, 1, 0, 0))),
    case(digits(), mask=(3, flags(0, 1, 1, 0, 0, 0, 0, 0, 0, 1))),
    case(digits(), mask=(None, flags(*[0] * 10))),
    case(digits(), probability=(None, shares(0.5, 0, 0, 0, 0, 0, 0, 0.25, 0, 0.25))),
    case(digits(), probability=(0, None)),
    case(Dict({"mission": text(), "direction": Discrete(4), "image": Box(0, 255, (2, 2, 3), np.uint8)})),
]

features = lambda *shape: Box(-1, 2, shape)
unbounded = lambda: Box(np.array([-np.inf, 0, -np.inf], np.float32), np.array([np.inf, np.inf, 5], np.float32))
golden["cases"] += [
    case(Sequence(Discrete(5))),
    case(Sequence(features(2))),
    case(Sequence(Text(3, charset="ab"))),
    case(Sequence(Dict({"b": Discrete(3), "a": features(1)}))),
    case(Sequence(Sequence(Discrete(2)))),
    case(Sequence(Discrete(5)), mask=(3, flags(1, 0, 0, 1, 1))),
    case(Sequence(Discrete(5)), mask=(np.array([0, 2, 7]), None)),
    case(Sequence(Discrete(3)), probability=(None, shares(0.2, 0.8, 0))),
    case(Sequence(Discrete(5), stack=True)),
    case(Sequence(features(2, 2), stack=True)),
    case(Sequence(MultiBinary(3), stack=True), mask=(2, None)),
    case(Sequence(MultiDiscrete([2, 3]), stack=True), mask=(4, None), times=2),
    case(Sequence(Tuple([Discrete(3), Dict({"x": features(2)})]), stack=True)),
    case(Graph(features(3), None)),
    case(Graph(features(2), Discrete(4))),
    case(Graph(Discrete(6), features(2))),
    case(Graph(unbounded(), unbounded())),
    case(Graph(Box(0, 9, (2,), np.int32), Discrete(2)), num_nodes=4),
    case(Graph(Discrete(6), Discrete(2)), num_nodes=1),
    case(Graph(Discrete(6), Discrete(2)), num_nodes=3, num_edges=2),
    case(Graph(Discrete(6), Discrete(2)), num_edges=0, times=3),
    case(Graph(Discrete(3), Discrete(3)), num_nodes=2, mask=((flags(1, 0, 1), flags(0, 1, 1)), flags(0, 1, 1))),
    case(
        Graph(Discrete(3), Discrete(2)),
        num_nodes=2,
        num_edges=2,
        probability=((shares(0.5, 0, 0.5), shares(0, 1, 0)), (shares(0.1, 0.9), shares(1, 0))),
    ),
    case(OneOf([Discrete(2), features(2)])),
    case(OneOf([Discrete(3, start=4), MultiDiscrete([2, 3]), unbounded(), MultiBinary(4)])),
    case(OneOf([Discrete(3), Dict({"b": Discrete(3), "a": features(1)}), OneOf([Discrete(2), features(5)])])),
    case(OneOf([Discrete(3), Discrete(3), features(1)]), mask=(flags(0, 1, 1), flags(1, 0, 0), None)),
    case(OneOf([Discrete(3), Discrete(3)]), probability=(shares(0, 0.5, 0.5), None)),
    case(OneOf([Discrete(3), Sequence(Discrete(2))])),
    case(Tuple([Sequence(Discrete(2)), Graph(Discrete(2), None), OneOf([Discrete(2), features(1)])])),
]

path = pathlib.Path(__file__).parents[2] / "test" / "golden" / "spaces.json.gz"
with gzip.GzipFile(path, "wb", mtime=0) as file:
    file.write(json.dumps(golden, allow_nan=False).encode())
print(f"{path}: {path.stat().st_size} bytes, Gymnasium {gym.__version__}")
