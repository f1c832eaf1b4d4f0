// The base of wrappers around vectors of environments: shows the inner arrays, passes calls through.
import type { PackedArray, Space } from '../../spaces/index.js';
import type { EnvSpec } from '../define-env.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, Info } from '../env.js';
import { type GoalMethods, passGoalMethods } from '../goal-methods.js';
import type { AutoresetMode, Neighbours, VectorEnv, VectorResetOptions } from './vector-env.js';

/** Subclasses replace the arrays whose content they change. */
export abstract class VectorWrapper implements VectorEnv {
  readonly numEnvs: number;
  singleObservationSpace: Space;
  readonly singleActionSpace: Space;
  readonly autoreset: AutoresetMode;
  readonly spec?: EnvSpec;
  observations: PackedArray;
  finalObservations: PackedArray;
  rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly infos: (Info | undefined)[];
  readonly actionMasks?: Uint8Array;
  readonly finalActionMasks?: Uint8Array;
  readonly alive?: Uint8Array;
  readonly agentsPerWorld?: number;
  /** These are present when the wrapped vector has them. */
  computeReward?: NonNullable<GoalMethods['computeReward']>;
  computeTerminated?: NonNullable<GoalMethods['computeTerminated']>;
  saveState?: () => EnvState;
  loadState?: (state: EnvState) => void;
  render?: () => Drawing | undefined;

  constructor(readonly env: VectorEnv) {
    this.numEnvs = env.numEnvs;
    this.singleObservationSpace = env.singleObservationSpace;
    this.singleActionSpace = env.singleActionSpace;
    this.autoreset = env.autoreset;
    this.spec = env.spec;
    this.observations = env.observations;
    this.finalObservations = env.finalObservations;
    this.rewards = env.rewards;
    this.terminated = env.terminated;
    this.truncated = env.truncated;
    this.infos = env.infos;
    this.actionMasks = env.actionMasks;
    this.finalActionMasks = env.finalActionMasks;
    this.alive = env.alive;
    this.agentsPerWorld = env.agentsPerWorld;
    if (env.render) this.render = () => env.render!();
    passGoalMethods(this, env);
    if (env.saveState && env.loadState) {
      this.saveState = () => ({ ...this.snapshot(), env: env.saveState!() });
      this.loadState = (state) => {
        env.loadState!(state.env as EnvState);
        this.restore(state);
      };
    }
  }

  /** The wrapper's own variables as plain JSON. */
  protected abstract snapshot(): EnvState;
  /** Called when the wrapped vector is restored already. */
  protected abstract restore(state: EnvState): void;

  get neighbours(): Neighbours | undefined {
    return this.env.neighbours;
  }

  get finalDrawing(): Drawing | undefined {
    return this.env.finalDrawing;
  }

  reset(options?: VectorResetOptions): void {
    this.env.reset(options);
  }

  step(actions: PackedArray): void {
    this.env.step(actions);
  }

  close(): void {
    this.env.close();
  }
}
