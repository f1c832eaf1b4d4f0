// Plays a parallel world one agent after the other: actions wait until all have acted.
import type { Space } from '../../spaces/index.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, ResetOptions } from '../env.js';
import { AecBase } from './aec-base.js';
import { byAgent, requireAgent } from './calls.js';
import type { ByAgent, ParallelEnv } from './contract.js';
import { requireReset, requireStep } from './results.js';

/** Made by {@link parallelToAec}. */
export class ParallelToAec<O, A> extends AecBase<O, A> {
  readonly isParallelizable = true;
  readonly possibleAgents: readonly string[];
  readonly stateSpace?: Space;
  /** These are present when the parallel world has them. */
  actionMask?: (agent: string) => Uint8Array;
  state?: () => unknown;
  saveState?: () => EnvState;
  loadState?: (state: EnvState) => void;
  private observations: ByAgent<O> = {};
  private actions: ByAgent<A> = {};
  /** The agents of this cycle, in their order. */
  private order: string[] = [];

  constructor(readonly env: ParallelEnv<O, A>) {
    super();
    this.spec = env.spec;
    this.possibleAgents = env.possibleAgents;
    this.stateSpace = env.stateSpace;
    if (env.actionMask) this.actionMask = (agent) => env.actionMask!(agent);
    if (env.state) this.state = () => env.state!();
    if (env.saveState && env.loadState) {
      this.saveState = () => this.snapshot(env.saveState!());
      this.loadState = (state) => this.restore(state);
    }
  }

  observationSpace(agent: string): Space<O> {
    return this.env.observationSpace(agent);
  }

  actionSpace(agent: string): Space<A> {
    return this.env.actionSpace(agent);
  }

  protected start(options: ResetOptions): void {
    const { observations, infos } = requireReset(this.env, this.env.reset(options));
    this.observations = observations;
    this.actions = {};
    this.order = [...this.env.agents];
    this.begin(this.order, infos);
  }

  observe(agent: string): O {
    requireAgent(this, agent);
    return this.observations[agent]!;
  }

  protected act(action: A): void {
    const { env, order, agentSelection: agent } = this;
    this.actions[agent] = action;
    const turn = order.indexOf(agent);
    if (turn < order.length - 1) {
      if (turn === 0) this.clearRewards();
      this.agentSelection = order[turn + 1]!;
      return;
    }
    const { observations, rewards, terminations, truncations, infos } = requireStep(
      env,
      order,
      env.step(this.actions),
    );
    this.observations = observations;
    this.terminations = { ...terminations };
    this.truncations = { ...truncations };
    this.infos = { ...infos };
    this.rewards = { ...rewards };
    this.cumulativeRewards = { ...rewards };
    this.actions = {};
    this.order = [...env.agents];
    const left = Object.keys(observations).filter((other) => !env.agents.includes(other));
    this.agents = [...this.order, ...left];
    if (this.order.length > 0) this.agentSelection = this.order[0]!;
    this.selectEnded();
  }

  render(): Drawing | undefined {
    return this.env.render?.();
  }

  override close(): void {
    this.env.close?.();
  }

  private snapshot(env: EnvState): EnvState {
    const packed = <T>(values: ByAgent<T>, spaceOf: (agent: string) => Space<T>) =>
      byAgent(Object.keys(values), (agent) => {
        const space = spaceOf(agent);
        const numbers = new Float64Array(space.packedSize);
        space.pack(values[agent]!, numbers, 0);
        return [...numbers];
      });
    return {
      env,
      turns: this.saveTurns(),
      order: [...this.order],
      observations: packed(this.observations, (agent) => this.observationSpace(agent)),
      actions: packed(this.actions, (agent) => this.actionSpace(agent)),
    };
  }

  private restore({ env, turns, order, observations, actions }: EnvState): void {
    const unpacked = <T>(values: unknown, spaceOf: (agent: string) => Space<T>) =>
      byAgent(Object.keys(values as object), (agent) =>
        spaceOf(agent).unpack((values as ByAgent<number[]>)[agent] as never, 0),
      );
    this.env.loadState!(env as EnvState);
    this.loadTurns(turns as EnvState);
    this.order = [...(order as string[])];
    this.observations = unpacked(observations, (agent) => this.observationSpace(agent));
    this.actions = unpacked(actions, (agent) => this.actionSpace(agent));
  }
}

/**
 * The parallel world as one in which agents act one after the other, each on what it saw at the beginning of the cycle;
 * the world moves when the last one has acted. PettingZoo's `parallel_to_aec`.
 *
 * @example const env = parallelToAec(new Battle());
 */
export function parallelToAec<O, A>(env: ParallelEnv<O, A>): ParallelToAec<O, A> {
  return new ParallelToAec(env);
}
