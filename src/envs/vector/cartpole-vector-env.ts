// CartPole for many carts at once: the same transitions as single ones on one array of states, no allocation.
import { UserError } from '../../io/errors.js';
import { requireKnown } from '../../io/options.js';
import { Generator, type GeneratorState } from '../../random/index.js';
import type { Box, Discrete, PackedArray } from '../../spaces/index.js';
import { advanceCartPole, cartPoleSpaces } from '../classic-control/cartpole-dynamics.js';
import { RESET_BOUNDS, resetBounds } from '../classic-control/reset-bounds.js';
import type { EnvSpec, VectorSettings } from '../define-env.js';
import type { EnvState, Info } from '../env.js';
import { finishedError, requireActions, requireResetOptions, requireRows, rowSeed } from './rows.js';
import type { AutoresetMode, VectorEnv, VectorResetOptions } from './vector-env.js';

const SIZE = 4;

/** Equal, number for number, to a {@link SyncVectorEnv} of CartPoles with the same seeds and time limit. */
export class CartPoleVectorEnv implements VectorEnv {
  readonly numEnvs: number;
  readonly singleObservationSpace: Box;
  readonly singleActionSpace: Discrete;
  readonly autoreset: AutoresetMode;
  readonly spec: EnvSpec;
  readonly observations: Float32Array;
  readonly finalObservations: Float32Array;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly infos: (Info | undefined)[];
  private readonly states: Float64Array;
  private readonly elapsed: Int32Array;
  private readonly limit: number;
  private readonly suttonBartoReward: boolean;
  private readonly rngs: Generator[];
  private wasReset = false;

  constructor({
    numEnvs,
    autoreset,
    options,
    maxEpisodeSteps = Infinity,
    spec,
  }: VectorSettings<{ suttonBartoReward: boolean }>) {
    const { observationSpace, actionSpace } = cartPoleSpaces();
    this.numEnvs = numEnvs;
    this.singleObservationSpace = observationSpace;
    this.singleActionSpace = actionSpace;
    this.autoreset = autoreset;
    this.spec = spec;
    this.limit = maxEpisodeSteps;
    this.suttonBartoReward = options.suttonBartoReward;
    this.observations = new Float32Array(numEnvs * SIZE);
    this.finalObservations = new Float32Array(numEnvs * SIZE);
    this.rewards = new Float64Array(numEnvs);
    this.terminated = new Uint8Array(numEnvs);
    this.truncated = new Uint8Array(numEnvs);
    this.infos = new Array<undefined>(numEnvs).fill(undefined);
    this.states = new Float64Array(numEnvs * SIZE);
    this.elapsed = new Int32Array(numEnvs);
    this.rngs = Array.from({ length: numEnvs }, () => new Generator());
  }

  reset(given: VectorResetOptions = {}): void {
    requireResetOptions(given, this.numEnvs);
    const { seed, options = {}, mask } = given;
    requireKnown('reset({ options }) of CartPole', options, RESET_BOUNDS);
    const [low, high] = resetBounds(options, -0.05, 0.05);
    for (let i = 0; i < this.numEnvs; i++) {
      if (mask && mask[i] !== 1) continue;
      const own = rowSeed(seed, i);
      if (own !== undefined) this.rngs[i] = new Generator(own);
      this.start(i, low, high);
      this.clear(i);
    }
    this.wasReset = true;
  }

  private start(i: number, low = -0.05, high = 0.05): void {
    const rng = this.rngs[i]!;
    for (let k = i * SIZE; k < (i + 1) * SIZE; k++) {
      this.states[k] = rng.uniform(low, high);
      this.observations[k] = this.states[k]!;
    }
    this.elapsed[i] = 0;
  }

  private clear(i: number): void {
    this.rewards[i] = 0;
    this.terminated[i] = 0;
    this.truncated[i] = 0;
  }

  step(actions: PackedArray): void {
    requireActions(actions.length, this.numEnvs, this.singleActionSpace);
    if (!this.wasReset) throw new UserError('step() was called before the first reset().');
    for (let i = 0; i < this.numEnvs; i++) {
      if (this.autoreset !== 'same-step' && (this.terminated[i] !== 0 || this.truncated[i] !== 0)) {
        if (this.autoreset === 'disabled') throw finishedError(i);
        this.clear(i);
        this.start(i);
      } else {
        this.stepRow(i, actions[i]!);
      }
    }
  }

  private stepRow(i: number, action: number): void {
    if (action !== 0 && action !== 1) {
      throw new UserError(`${this.spec.id}: the action ${action} of sub-environment ${i} is not 0 or 1.`);
    }
    const { states } = this;
    const first = i * SIZE;
    const terminated = advanceCartPole(states, first, action);
    const truncated = ++this.elapsed[i]! >= this.limit;
    this.rewards[i] = this.suttonBartoReward ? (terminated ? -1 : 0) : 1;
    this.terminated[i] = terminated ? 1 : 0;
    this.truncated[i] = truncated ? 1 : 0;
    const ended = terminated || truncated;
    const out = ended && this.autoreset === 'same-step' ? this.finalObservations : this.observations;
    for (let k = first; k < first + SIZE; k++) out[k] = states[k]!;
    if (ended && this.autoreset === 'same-step') this.start(i);
  }

  close(): void {}

  saveState(): EnvState {
    return {
      rngs: this.rngs.map((rng) => rng.getState()),
      states: [...this.states],
      elapsed: [...this.elapsed],
      observations: [...this.observations],
      terminated: [...this.terminated],
      truncated: [...this.truncated],
      wasReset: this.wasReset,
    };
  }

  loadState(state: EnvState): void {
    requireRows(state.rngs as GeneratorState[], this.numEnvs);
    this.rngs.forEach((rng, i) => {
      rng.setState((state.rngs as GeneratorState[])[i]!);
    });
    this.states.set(state.states as number[]);
    this.elapsed.set(state.elapsed as number[]);
    this.observations.set(state.observations as number[]);
    this.terminated.set(state.terminated as number[]);
    this.truncated.set(state.truncated as number[]);
    this.wasReset = state.wasReset as boolean;
    this.rewards.fill(0);
    this.finalObservations.fill(0);
  }
}
