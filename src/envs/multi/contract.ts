// The contracts of worlds with many agents, PettingZoo's: all agents step at once (parallel), or one after the other (AEC).
import type { Generator } from '../../random/index.js';
import type { Space } from '../../spaces/index.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, Info, ResetOptions } from '../env.js';
import type { EnvOptions } from '../env-types.js';
import type { SearchGame } from '../search-game.js';

/** Something for each agent, by its name. */
export type ByAgent<T> = Record<string, T>;

/** What is known of a world without making it. */
export interface MultiEnvSpec {
  /** Name and version as PettingZoo writes them, e.g. `battle_v4`. */
  id: string;
  /** One line for lists. */
  description: string;
  /** Every option with its value. */
  options: EnvOptions;
  /** What each option may be, in words. */
  allowed?: Record<string, string>;
}

/** What both contracts share. */
export interface MultiEnv<O = unknown, A = unknown> {
  /** All agents there can be, in a fixed order. */
  readonly possibleAgents: readonly string[];
  /** The agents of the running episode that still take part; empty when it is over. */
  readonly agents: readonly string[];
  /** Set by `makeParallel` and `makeAec`. */
  spec?: MultiEnvSpec;
  /** The same object in every call. */
  observationSpace(agent: string): Space<O>;
  actionSpace(agent: string): Space<A>;
  /** Which actions are legal for the agent now (1 or 0 each); absent: all of them. */
  actionMask?(agent: string): Uint8Array;
  /** Living agents whose actions matter to the agent now, the nearest first, in a fixed order; absent: all others. */
  neighbours?(agent: string): readonly string[];
  /** The whole world as one value of `stateSpace`, for learners that may see everything while they train. */
  state?(): unknown;
  readonly stateSpace?: Space;
  render?(): Drawing | undefined;
  close?(): void;
  /** Of games of turns: a simulator for planning; chance moves draw from `rng`. */
  searchGame?(rng: Generator): SearchGame;
  /** Both or neither: with them a killed run resumes exactly. */
  saveState?(): EnvState;
  loadState?(state: EnvState): void;
}

export interface ParallelReset<O> {
  observations: ByAgent<O>;
  infos: ByAgent<Info>;
}

/** An entry for every agent that acted, those whose episode ended with this step included. */
export interface ParallelStep<O> {
  observations: ByAgent<O>;
  rewards: ByAgent<number>;
  /** The agent died or the task ended for it: no future reward exists. */
  terminations: ByAgent<boolean>;
  /** The episode of the agent was cut (time limit). */
  truncations: ByAgent<boolean>;
  infos: ByAgent<Info>;
}

/** PettingZoo's `ParallelEnv`: all living agents act at once. */
export interface ParallelEnv<O = unknown, A = unknown> extends MultiEnv<O, A> {
  reset(options?: ResetOptions): ParallelReset<O>;
  /** @param actions one for each of `agents` */
  step(actions: ByAgent<A>): ParallelStep<O>;
}

/** What the agent whose turn it is knows; `reward` is the sum since it acted last. */
export interface Last<O> {
  observation: O | null;
  reward: number;
  terminated: boolean;
  truncated: boolean;
  info: Info;
}

/**
 * PettingZoo's `AECEnv` (agent-environment cycle): agents act one after the other. An agent whose episode has ended
 * still gets a turn in which it takes the action `null` and leaves `agents`.
 *
 * @example
 * env.reset({ seed: 1 });
 * for (const agent of env.agentIter()) {
 *   const { terminated, truncated } = env.last();
 *   env.step(terminated || truncated ? null : env.actionSpace(agent).sample({ mask: env.actionMask?.(agent) }));
 * }
 */
export interface AecEnv<O = unknown, A = unknown> extends MultiEnv<O, A> {
  /** Whose turn it is. */
  readonly agentSelection: string;
  /** What the last step earned each agent. */
  readonly rewards: Readonly<ByAgent<number>>;
  /** What each agent has earned since it acted last. */
  readonly cumulativeRewards: Readonly<ByAgent<number>>;
  readonly terminations: Readonly<ByAgent<boolean>>;
  readonly truncations: Readonly<ByAgent<boolean>>;
  readonly infos: Readonly<ByAgent<Info>>;
  /** The world changes once in a cycle only, after all agents have acted: `aecToParallel` is safe. */
  readonly isParallelizable?: boolean;
  reset(options?: ResetOptions): void;
  /** Takes the action of `agentSelection`; `null` of an agent whose episode has ended. */
  step(action: A | null): void;
  observe(agent: string): O;
  /** @param observe false leaves the observation out (`null`) */
  last(observe?: boolean): Last<O>;
  /** Whose turn it is, again and again until no agent is left. */
  agentIter(maxIter?: number): Iterable<string>;
}
