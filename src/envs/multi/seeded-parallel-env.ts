// The common part of our own parallel worlds: one random stream, checks of actions, exact state.
import { requireKnown } from '../../io/options.js';
import { Generator, type GeneratorState, type Seed } from '../../random/index.js';
import type { Space } from '../../spaces/index.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, ResetOptions } from '../env.js';
import { requireActions } from './calls.js';
import type { ByAgent, MultiEnvSpec, ParallelEnv, ParallelReset, ParallelStep } from './contract.js';

/**
 * A world in which all agents act at once. Subclasses describe it: `start` begins an episode, `advance` moves it on;
 * agents whose episode ended leave by themselves.
 */
export abstract class SeededParallelEnv<O, A> implements ParallelEnv<O, A> {
  abstract readonly possibleAgents: readonly string[];
  agents: string[] = [];
  spec?: MultiEnvSpec;
  protected rng = new Generator();

  abstract observationSpace(agent: string): Space<O>;
  abstract actionSpace(agent: string): Space<A>;
  render?(): Drawing;

  /** Begins an episode of all possible agents with draws from `rng`. */
  protected abstract start(): ParallelReset<O>;
  /** @param actions one for each of `agents`, of its action space */
  protected abstract advance(actions: ByAgent<A>): ParallelStep<O>;
  /** All variables of the world as plain JSON, … */
  protected abstract snapshot(): EnvState;
  /** … and back. */
  protected abstract restore(state: EnvState): void;

  /** @throws UserError for keys that are not known. */
  reset(given: ResetOptions = {}): ParallelReset<O> {
    requireKnown('reset()', given, ['seed', 'options']);
    requireKnown(`reset({ options }) of ${this.constructor.name}`, given.options ?? {}, []);
    if (given.seed !== undefined) this.reseed(given.seed);
    this.agents = [...this.possibleAgents];
    return this.start();
  }

  protected reseed(seed: Seed): void {
    this.rng = new Generator(seed);
  }

  /** @throws UserError when nobody takes part, or actions are missing, foreign or misfit. */
  step(actions: ByAgent<A>): ParallelStep<O> {
    requireActions(this, actions);
    const result = this.advance(actions);
    const { terminations, truncations } = result;
    this.agents = this.agents.filter((agent) => !terminations[agent] && !truncations[agent]);
    return result;
  }

  close(): void {}

  saveState(): EnvState {
    return { rng: this.rng.getState(), agents: [...this.agents], ...this.snapshot() };
  }

  loadState(state: EnvState): void {
    this.rng.setState(state.rng as GeneratorState);
    this.agents = [...(state.agents as string[])];
    this.restore(state);
  }
}
