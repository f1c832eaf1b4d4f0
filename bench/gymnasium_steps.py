"""Gymnasium's side of the environment benchmark: steps a second with random actions drawn beforehand."""

import gymnasium as gym
from serve import rate, serve

# Families register their environments when they are imported.
for family in ("minigrid", "minatar.gym"):
    try:
        __import__(family)
    except ImportError:
        pass

# Enough actions to visit many states, few enough to stay in the cache: as many as Trainyard's side uses.
ACTIONS = 1024
BATCHES = 16


def single(name, seconds):
    env = gym.make(name)
    env.action_space.seed(1)
    actions = [env.action_space.sample() for _ in range(ACTIONS)]
    env.reset(seed=1)

    def step(i):
        _, _, terminated, truncated, _ = env.step(actions[i % ACTIONS])
        if terminated or truncated:
            env.reset()

    rate(step, seconds / 2)
    return rate(step, seconds)


def vector(name, seconds, count):
    # An implementation of its own where Gymnasium has one, else the loop over environments.
    mode = "vector_entry_point" if gym.spec(name).vector_entry_point else "sync"
    envs = gym.make_vec(name, num_envs=count, vectorization_mode=mode)
    envs.action_space.seed(1)
    batches = [envs.action_space.sample() for _ in range(BATCHES)]
    envs.reset(seed=1)
    step = lambda i: envs.step(batches[i % BATCHES])
    rate(step, seconds / 2)
    return rate(step, seconds) * count


def steps(request):
    name, seconds = request["env"], request["seconds"]
    try:
        gym.make(name).close()
    except (gym.error.Error, ImportError):
        # It has no such environment, or not what that needs.
        return {"stepsPerSecond": None}
    count = request.get("vector")
    return {"stepsPerSecond": vector(name, seconds, count) if count else single(name, seconds)}


if __name__ == "__main__":
    serve({"steps": steps})
