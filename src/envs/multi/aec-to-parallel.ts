// Plays a world in which agents act one after the other as one in which all act at once.
import { UserError } from '../../io/errors.js';
import type { Space } from '../../spaces/index.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, ResetOptions } from '../env.js';
import { byAgent, nameOf, requireActions } from './calls.js';
import type { AecEnv, ByAgent, MultiEnvSpec, ParallelEnv, ParallelReset, ParallelStep } from './contract.js';

/** What both ways of playing turns at once share; a subclass says how a joint step takes the turns. */
abstract class TurnsAtOnce<O, A> implements ParallelEnv<O, A> {
  readonly possibleAgents: readonly string[];
  readonly spec?: MultiEnvSpec;
  readonly stateSpace?: Space;
  /** These are present when the world has them. */
  actionMask?: (agent: string) => Uint8Array;
  state?: () => unknown;
  saveState?: () => EnvState;
  loadState?: (state: EnvState) => void;

  constructor(readonly env: AecEnv<O, A>) {
    this.spec = env.spec;
    this.possibleAgents = env.possibleAgents;
    this.stateSpace = env.stateSpace;
    if (env.actionMask) this.actionMask = (agent) => env.actionMask!(agent);
    if (env.state) this.state = () => env.state!();
    if (env.saveState && env.loadState) {
      this.saveState = () => env.saveState!();
      this.loadState = (state) => env.loadState!(state);
    }
  }

  get agents(): readonly string[] {
    return this.env.agents;
  }

  observationSpace(agent: string): Space<O> {
    return this.env.observationSpace(agent);
  }

  actionSpace(agent: string): Space<A> {
    return this.env.actionSpace(agent);
  }

  reset(options?: ResetOptions): ParallelReset<O> {
    const { env } = this;
    env.reset(options);
    return { observations: byAgent(env.agents, (agent) => env.observe(agent)), infos: { ...env.infos } };
  }

  /** @throws UserError when actions are missing, foreign or misfit. */
  step(actions: ByAgent<A>): ParallelStep<O> {
    requireActions(this, actions);
    const { env } = this;
    const rewards = this.take(actions);
    const result = {
      observations: byAgent(env.agents, (agent) => env.observe(agent)),
      rewards,
      terminations: { ...env.terminations },
      truncations: { ...env.truncations },
      infos: { ...env.infos },
    };
    while (env.agents.length > 0 && this.isOver(env.agentSelection)) env.step(null);
    return result;
  }

  /** Takes the turns of a joint step; returns what they earned. */
  protected abstract take(actions: ByAgent<A>): ByAgent<number>;

  protected isOver(agent: string): boolean {
    return this.env.terminations[agent]! || this.env.truncations[agent]!;
  }

  render(): Drawing | undefined {
    return this.env.render?.();
  }

  close(): void {
    this.env.close?.();
  }
}

class AecToParallel<O, A> extends TurnsAtOnce<O, A> {
  protected take(actions: ByAgent<A>): ByAgent<number> {
    const { env } = this;
    const rewards = byAgent(env.agents, () => 0);
    for (const agent of [...env.agents]) {
      if (agent !== env.agentSelection) this.refuseOrder(agent);
      env.step(actions[agent]!);
      for (const [other, reward] of Object.entries(env.rewards)) rewards[other]! += reward;
    }
    return rewards;
  }

  private refuseOrder(agent: string): never {
    const { agentSelection } = this.env;
    const reason = this.isOver(agentSelection)
      ? `the episode of ${agentSelection} ended before ${agent} had acted`
      : `${agentSelection} came before ${agent}`;
    throw new UserError(
      `${nameOf(this.env)} cannot be played by all agents at once: ${reason}. All must act once in a cycle, in the order of ` +
        'env.agents, and end with it only. turnBasedToParallel() takes one turn in each step.',
    );
  }
}

class TurnBasedToParallel<O, A> extends TurnsAtOnce<O, A> {
  override step(actions: ByAgent<A>): ParallelStep<O> {
    const result = super.step(actions);
    const { agents, agentSelection } = this.env;
    const { infos } = result;
    for (const agent of agents) infos[agent] = { ...infos[agent], active_agent: agentSelection };
    return result;
  }

  protected take(actions: ByAgent<A>): ByAgent<number> {
    const { env } = this;
    env.step(actions[env.agentSelection]!);
    return { ...env.rewards };
  }
}

/**
 * A world that moves once in a cycle, after all agents have acted, as a parallel one: PettingZoo's `aec_to_parallel`.
 *
 * @throws UserError when the world does not say that this is safe (`isParallelizable`).
 */
export function aecToParallel<O, A>(env: AecEnv<O, A>): ParallelEnv<O, A> {
  if (env.isParallelizable) return new AecToParallel(env);
  throw new UserError(
    `${nameOf(env)} does not say that it changes only at the end of a cycle (isParallelizable), so that its agents may act ` +
      'at once. Use turnBasedToParallel() for games of turns.',
  );
}

/**
 * A game of turns as a parallel world in which each step takes the action of one agent, the active one; the others' are
 * ignored. PettingZoo's `turn_based_aec_to_parallel`. After a step `info.active_agent` says whose turn it is.
 */
export function turnBasedToParallel<O, A>(env: AecEnv<O, A>): ParallelEnv<O, A> {
  return new TurnBasedToParallel(env);
}
