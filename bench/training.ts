// One whole training run in a process of its own, timed.
import { createInterface } from 'node:readline';
import { planRun } from '../src/train/run-config.js';
import type { TrainingTask } from './algorithms.js';
import { startClock } from './clock.js';

export interface Training {
  stepsPerSecond: number;
  /** Shares of the time spent in environment steps and in gradient updates. */
  environment: number;
  update: number;
  /** Seconds until the mean return of the last 100 episodes reached the reward threshold, or null. */
  solvedAfter: number | null;
}

const SOLVED_RETURN: Record<string, number> = { 'CartPole-v1': 475 };

async function train({
  task,
  seed,
  totalSteps,
}: {
  task: TrainingTask;
  seed: number;
  totalSteps: number;
}): Promise<Training> {
  const { algo, env, numEnvs, preset, config } = task;
  const { agent } = planRun({ algo, env, preset, config, seed, totalSteps, ...(!preset && { numEnvs }) });
  const environment = stopwatch(agent.env, 'step');
  const update = stopwatch(agent, 'update');
  const threshold = SOLVED_RETURN[env] ?? Number.POSITIVE_INFINITY;
  const returns: number[] = [];
  let [sum, solvedAfter]: [number, number | null] = [0, null];
  const start = performance.now();
  const clock = startClock();
  const onEpisodeEnd = (_: unknown, episode: { return: number }) => {
    sum += episode.return;
    if (returns.push(episode.return) > 100) sum -= returns.at(-101)!;
    if (returns.length >= 100 && sum / 100 >= threshold) solvedAfter ??= clock() / 1000;
  };
  await agent.learn({ totalSteps, callbacks: [{ onEpisodeEnd }] });
  const milliseconds = performance.now() - start;
  return {
    stepsPerSecond: (agent.numTimesteps / clock()) * 1000,
    environment: environment.milliseconds / milliseconds,
    update: update.milliseconds / milliseconds,
    solvedAfter,
  };
}

/** Measures the time spent in a method of one object. */
function stopwatch(object: object, method: string): { milliseconds: number } {
  const target = object as Record<string, (...args: unknown[]) => unknown>;
  const original = target[method];
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

for await (const line of createInterface({ input: process.stdin })) {
  let reply: unknown;
  try {
    reply = await train(JSON.parse(line));
  } catch (error) {
    reply = { error: error instanceof Error ? error.message : String(error) };
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
