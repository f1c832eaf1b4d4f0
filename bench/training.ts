// One whole training in a process of its own, timed.
import * as trainyard from 'trainyard';
import { type Agent, envSpec, makeVec, type VectorEnv } from 'trainyard';
import { startClock } from './clock.js';
import { serve } from './serve.js';
import type { TrainingTask } from './training-tasks.js';

export interface Training {
  stepsPerSecond: number;
  /** Shares of the time spent in environment steps and in gradient updates. */
  environment: number;
  update: number;
  /** Seconds until the mean return of the last 100 episodes reached the reward threshold, or null. */
  solvedAfter: number | null;
}

type Request = Pick<TrainingTask, 'agent' | 'env' | 'numEnvs' | 'config' | 'totalSteps'> & { seed: number };

/** Looked up when it is wanted: an older build has fewer. */
const library: Record<string, unknown> = { ...trainyard };

function make({ agent, env, numEnvs, config, seed }: Request): Agent {
  const create = library[agent] as new (env: VectorEnv, config: Record<string, unknown>) => Agent;
  return new create(makeVec(env, { numEnvs }), { ...config, seed });
}

async function train(request: Request): Promise<Training> {
  const agent = make(request);
  const environment = stopwatch(agent.env!, 'step');
  const update = stopwatch(agent, 'update');
  const threshold = envSpec(request.env).rewardThreshold ?? Number.POSITIVE_INFINITY;
  const returns: number[] = [];
  let [sum, solvedAfter]: [number, number | null] = [0, null];
  const start = performance.now();
  const clock = startClock();
  const onEpisodeEnd = (_: unknown, episode: { return: number }) => {
    sum += episode.return;
    if (returns.push(episode.return) > 100) sum -= returns.at(-101)!;
    if (returns.length >= 100 && sum / 100 >= threshold) solvedAfter ??= clock() / 1000;
  };
  await agent.learn({ totalSteps: request.totalSteps, callbacks: [{ onEpisodeEnd }] });
  const milliseconds = performance.now() - start;
  return {
    stepsPerSecond: (agent.numTimesteps / clock()) * 1000,
    environment: environment.milliseconds / milliseconds,
    update: update.milliseconds / milliseconds,
    solvedAfter,
  };
}

/** Steps a second, with nothing in the way of the training. */
async function time(request: Request): Promise<{ stepsPerSecond: number }> {
  const agent = make(request);
  const clock = startClock();
  await agent.learn({ totalSteps: request.totalSteps });
  return { stepsPerSecond: (agent.numTimesteps / clock()) * 1000 };
}

/** Measures the time spent in a method of one object. */
function stopwatch(object: object, method: string): { milliseconds: number } {
  const target = object as Record<string, (...args: unknown[]) => unknown>;
  const original = target[method]!;
  const watch = { milliseconds: 0 };
  target[method] = function (...args) {
    const start = performance.now();
    try {
      return original.apply(this, args);
    } finally {
      watch.milliseconds += performance.now() - start;
    }
  };
  return watch;
}

await serve({ train, time });
