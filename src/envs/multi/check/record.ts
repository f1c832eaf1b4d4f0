// Plays worlds and writes down what happened, so that two plays can be compared.
import { Generator } from '../../../random/index.js';
import { Findings } from '../../check/findings.js';
import type { Info } from '../../env.js';
import type { AecEnv, ByAgent, ParallelEnv } from '../contract.js';
import { legalAction } from './actions.js';
import { digest } from './digest.js';

/** What the agents were shown last: masks may be part of it. */
interface Seen {
  observations: ByAgent<unknown>;
  infos: ByAgent<Info>;
}

/** A line for each step; lines of `info` apart, for they may tell more. */
export interface Recording {
  lines: string[];
  infos: string[];
  seen: Seen;
}

/** How to begin or go on: with a seed the play begins with a reset. */
export interface Play {
  /** Resets the world before the first step. */
  seed?: number;
  /** Of the actions. */
  actionSeed: number;
  steps: number;
  /** What was seen before, where the play goes on without a reset. */
  from?: Seen;
}

const unheard = () => new Findings();

export function recordParallel(env: ParallelEnv, play: Play): Recording {
  const recording: Recording = { lines: [], infos: [], seen: play.from ?? { observations: {}, infos: {} } };
  const rng = new Generator(play.actionSeed);
  const begin = (seed?: number) => {
    recording.seen = env.reset(seed === undefined ? undefined : { seed });
    recording.lines.push(digest(recording.seen.observations));
    recording.infos.push(digest(recording.seen.infos));
  };
  if (play.seed !== undefined) begin(play.seed);
  for (let t = 0; t < play.steps; t++) {
    if (env.agents.length === 0) begin();
    const { seen } = recording;
    const actions: ByAgent<unknown> = {};
    for (const agent of env.agents) {
      const observation = seen.observations[agent];
      actions[agent] = legalAction(env, agent, observation, seen.infos[agent], rng, unheard(), true);
    }
    const result = env.step(actions);
    recording.seen = result;
    const { observations, infos, rewards, terminations, truncations } = result;
    recording.lines.push(digest([observations, rewards, terminations, truncations, [...env.agents]]));
    recording.infos.push(digest(infos));
  }
  return recording;
}

export function recordAec(env: AecEnv, play: Play): Recording {
  const recording: Recording = { lines: [], infos: [], seen: { observations: {}, infos: {} } };
  const rng = new Generator(play.actionSeed);
  if (play.seed !== undefined) env.reset({ seed: play.seed });
  for (let t = 0; t < play.steps; t++) {
    if (env.agents.length === 0) env.reset();
    const agent = env.agentSelection;
    const { observation, reward, terminated, truncated, info } = env.last();
    recording.lines.push(digest([agent, observation, reward, terminated, truncated, [...env.agents]]));
    recording.infos.push(digest(info));
    const isOver = terminated || truncated;
    env.step(isOver ? null : legalAction(env, agent, observation, info, rng, unheard(), false));
  }
  return recording;
}
