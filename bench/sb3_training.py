"""Stable-Baselines3's side of the training benchmark: one whole run, timed from its first step."""

import os

import stable_baselines3 as sb3
import torch
from serve import serve, start_clock
from stable_baselines3.common.env_util import make_vec_env


def schedule(value):
    """`linear:a:b` falls from a to b over the run, as in Trainyard; a number stays what it is."""
    if not isinstance(value, str):
        return value
    kind, first, last = value.split(":")
    if kind != "linear":
        raise ValueError(f"no counterpart of the schedule {value}")
    first, last = float(first), float(last)
    return lambda remaining: last + (first - last) * remaining


ACTIVATIONS = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}


def train(request):
    arguments = {name: schedule(value) for name, value in request["arguments"].items()}
    policy = request["policy"]
    if "activation_fn" in policy:
        policy["activation_fn"] = ACTIVATIONS[policy["activation_fn"]]
    envs = make_vec_env(request["env"], n_envs=request["numEnvs"], seed=request["seed"])
    model = getattr(sb3, request["class"])(
        "MlpPolicy", envs, policy_kwargs=policy, seed=request["seed"], device="cpu", verbose=0, **arguments
    )
    clock = start_clock()
    model.learn(request["totalSteps"])
    return {"stepsPerSecond": model.num_timesteps / clock()}


if __name__ == "__main__":
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    serve({"train": train})
