// The bookkeeping of agents that act one after the other: whose turn it is, rewards, deaths, as PettingZoo keeps it.
import { UserError } from '../../io/errors.js';
import { requireKnown } from '../../io/options.js';
import type { Space } from '../../spaces/index.js';
import type { EnvState, Info, ResetOptions } from '../env.js';
import { byAgent, nameOf, requireAction, requireRunning } from './calls.js';
import type { AecEnv, ByAgent, Last, MultiEnvSpec } from './contract.js';

/** Subclasses call `begin` when an episode starts, and write `act`, the step of a living agent. */
export abstract class AecBase<O, A> implements AecEnv<O, A> {
  abstract readonly possibleAgents: readonly string[];
  agents: string[] = [];
  agentSelection = '';
  rewards: ByAgent<number> = {};
  cumulativeRewards: ByAgent<number> = {};
  terminations: ByAgent<boolean> = {};
  truncations: ByAgent<boolean> = {};
  infos: ByAgent<Info> = {};
  spec?: MultiEnvSpec;
  /** Who goes on after the agents that died have left. */
  private next: string | null = null;

  abstract observationSpace(agent: string): Space<O>;
  abstract actionSpace(agent: string): Space<A>;
  abstract observe(agent: string): O;
  /** Begins an episode. */
  protected abstract start(options: ResetOptions): void;
  /** The step of `agentSelection`, which lives; `action` is in its space. */
  protected abstract act(action: A): void;

  /** @throws UserError for keys that are not known. */
  reset(given: ResetOptions = {}): void {
    requireKnown('reset()', given, ['seed', 'options']);
    this.start(given);
  }

  /** @throws UserError when nobody takes part, for a misfit action, and for one of an agent whose episode has ended. */
  step(action: A | null): void {
    requireRunning(this);
    if (this.isOver(this.agentSelection)) {
      this.leave(action);
      return;
    }
    requireAction(this, this.agentSelection, action);
    this.act(action as A);
  }

  last(observe = true): Last<O> {
    requireRunning(this);
    const agent = this.agentSelection;
    return {
      observation: observe ? this.observe(agent) : null,
      reward: this.cumulativeRewards[agent]!,
      terminated: this.terminations[agent]!,
      truncated: this.truncations[agent]!,
      info: this.infos[agent]!,
    };
  }

  *agentIter(maxIter = Infinity): Generator<string, void, undefined> {
    for (let i = 0; i < maxIter && this.agents.length > 0; i++) yield this.agentSelection;
  }

  /** An episode of these agents begins; the first one has the first turn. */
  protected begin(agents: readonly string[], infos: ByAgent<Info> = byAgent(agents, () => ({}))): void {
    this.agents = [...agents];
    this.agentSelection = agents[0]!;
    this.rewards = byAgent(agents, () => 0);
    this.cumulativeRewards = byAgent(agents, () => 0);
    this.terminations = byAgent(agents, () => false);
    this.truncations = byAgent(agents, () => false);
    this.infos = infos;
    this.next = null;
  }

  protected isOver(agent: string): boolean {
    return this.terminations[agent]! || this.truncations[agent]!;
  }

  protected clearRewards(): void {
    for (const agent of Object.keys(this.rewards)) this.rewards[agent] = 0;
  }

  protected accumulateRewards(): void {
    for (const [agent, reward] of Object.entries(this.rewards)) this.cumulativeRewards[agent]! += reward;
  }

  /** Agents whose episode has ended come first, so that they leave. */
  protected selectEnded(): void {
    const ended = this.agents.find((agent) => this.isOver(agent));
    if (ended === undefined) return;
    this.next ??= this.agentSelection;
    this.agentSelection = ended;
  }

  /** The turn of an agent whose episode has ended. */
  private leave(action: unknown): void {
    const agent = this.agentSelection;
    if (action !== null) {
      throw new UserError(
        `${nameOf(this)}: the episode of ${agent} has ended, it can only take the action null; got ${action}.`,
      );
    }
    const { terminations, truncations, rewards, cumulativeRewards, infos } = this;
    for (const table of [terminations, truncations, rewards, cumulativeRewards, infos]) delete table[agent];
    this.agents = this.agents.filter((other) => other !== agent);
    if (this.agents.some((other) => this.isOver(other))) this.selectEnded();
    else {
      this.agentSelection = this.next ?? this.agentSelection;
      this.next = null;
    }
    this.clearRewards();
  }

  close(): void {}

  /** The bookkeeping as plain JSON. */
  protected saveTurns(): EnvState {
    const { agents, agentSelection, next, rewards, cumulativeRewards, terminations, truncations, infos } =
      this;
    return structuredClone({
      agents,
      agentSelection,
      next,
      rewards,
      cumulativeRewards,
      terminations,
      truncations,
      infos,
    });
  }

  protected loadTurns(turns: EnvState): void {
    Object.assign(this, structuredClone(turns));
  }
}
