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


def described(space):
    """The space as our `toJSON` writes it."""
    match space:
        case Box():
            low, high = plain(space.low), plain(space.high)
            infinite = lambda bounds: [str(x).replace("inf", "Infinity") if np.isinf(x) else x for x in bounds]
            return {"kind": "Box", "low": infinite(low), "high": infinite(high), "shape": list(space.shape), "dtype": str(space.dtype)}
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
        recorded |= {"flatdim": flatdim(space), "flat": plain(flat), "low": plain(box.low), "high": plain(box.high)}
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

path = pathlib.Path(__file__).parents[2] / "test" / "golden" / "spaces.json.gz"
with gzip.GzipFile(path, "wb", mtime=0) as file:
    file.write(json.dumps(golden).encode())
print(f"{path}: {path.stat().st_size} bytes, Gymnasium {gym.__version__}")
