// Steps any environments one after another as a vector, packing what they return into reused arrays.
import { UserError } from '../../io/errors.js';
import { requireKnown } from '../../io/options.js';
import { allocatePacked, type PackedArray, type Space } from '../../spaces/index.js';
import type { EnvSpec } from '../define-env.js';
import type { Env, EnvState, Info, ResetOptions } from '../env.js';
import { finishedError, requireActions, requireAutoreset, requireResetOptions, rowSeed } from './rows.js';
import type { AutoresetMode, VectorEnv, VectorResetOptions } from './vector-env.js';

export interface SyncVectorOptions {
  autoreset?: AutoresetMode;
  spec?: EnvSpec;
}

/** @example new SyncVectorEnv([() => new Corridor(), () => new Corridor()], { autoreset: 'same-step' }) */
export class SyncVectorEnv implements VectorEnv {
  readonly numEnvs: number;
  readonly singleObservationSpace: Space;
  readonly singleActionSpace: Space;
  readonly autoreset: AutoresetMode;
  readonly spec?: EnvSpec;
  readonly observations: PackedArray;
  readonly finalObservations: PackedArray;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly infos: (Info | undefined)[];
  readonly actionMasks?: Uint8Array;
  readonly envs: readonly Env[];
  /** Present when every sub-environment has it. */
  saveState?: () => EnvState;
  loadState?: (state: EnvState) => void;

  /** @throws UserError when there is no environment or their spaces differ. */
  constructor(factories: readonly (() => Env)[], settings: SyncVectorOptions = {}) {
    requireKnown('SyncVectorEnv', settings, ['autoreset', 'spec']);
    const { autoreset = 'same-step', spec } = settings;
    requireAutoreset(autoreset);
    this.envs = factories.map((create) => create());
    const first = this.envs[0];
    if (!first) throw new UserError('A vector environment needs at least one environment.');
    requireSameSpaces(this.envs);
    this.numEnvs = this.envs.length;
    this.singleObservationSpace = first.observationSpace;
    this.singleActionSpace = first.actionSpace;
    this.autoreset = autoreset;
    this.spec = spec ?? first.spec;
    const { packedType, packedSize } = first.observationSpace;
    this.observations = allocatePacked(packedType, this.numEnvs * packedSize);
    this.finalObservations = allocatePacked(packedType, this.numEnvs * packedSize);
    this.rewards = new Float64Array(this.numEnvs);
    this.terminated = new Uint8Array(this.numEnvs);
    this.truncated = new Uint8Array(this.numEnvs);
    this.infos = new Array<Info | undefined>(this.numEnvs).fill(undefined);
    if (first.actionMask) this.actionMasks = new Uint8Array(this.numEnvs * first.actionSpace.flatdim);
    if (this.envs.every((env) => env.saveState && env.loadState)) {
      this.saveState = () => this.snapshot();
      this.loadState = (state) => this.restore(state);
    }
  }

  reset(given: VectorResetOptions = {}): void {
    requireResetOptions(given, this.numEnvs);
    const { seed, options, mask } = given;
    for (let i = 0; i < this.numEnvs; i++) {
      if (mask && mask[i] !== 1) continue;
      this.clear(i);
      this.infos[i] = this.resetRow(i, { seed: rowSeed(seed, i), options });
    }
  }

  private clear(i: number): void {
    this.rewards[i] = 0;
    this.terminated[i] = 0;
    this.truncated[i] = 0;
  }

  protected resetRow(i: number, options?: ResetOptions): Info | undefined {
    const { observation, info } = this.envs[i]!.reset(options);
    this.pack(observation, this.observations, i);
    this.readMask(i);
    return sparse(info);
  }

  step(actions: PackedArray): void {
    const size = this.singleActionSpace.packedSize;
    requireActions(actions.length, this.numEnvs, this.singleActionSpace);
    for (let i = 0; i < this.numEnvs; i++) {
      if (this.autoreset !== 'same-step' && (this.terminated[i] || this.truncated[i])) this.stepFinished(i);
      else this.stepRow(i, this.singleActionSpace.unpack(actions, i * size));
    }
  }

  private stepFinished(i: number): void {
    if (this.autoreset === 'disabled') throw finishedError(i);
    this.clear(i);
    this.infos[i] = this.resetRow(i);
  }

  protected stepRow(i: number, action: unknown): void {
    const { observation, reward, terminated, truncated, info } = this.envs[i]!.step(action);
    this.rewards[i] = reward;
    this.terminated[i] = terminated ? 1 : 0;
    this.truncated[i] = truncated ? 1 : 0;
    this.infos[i] = sparse(info);
    if ((terminated || truncated) && this.autoreset === 'same-step') {
      this.pack(observation, this.finalObservations, i);
      this.resetRow(i);
    } else {
      this.pack(observation, this.observations, i);
      this.readMask(i);
    }
  }

  private pack(observation: unknown, out: PackedArray, i: number): void {
    const space = this.singleObservationSpace;
    space.pack(observation, out, i * space.packedSize);
  }

  private readMask(i: number): void {
    if (this.actionMasks)
      this.actionMasks.set(this.envs[i]!.actionMask!(), i * this.singleActionSpace.flatdim);
  }

  close(): void {
    for (const env of this.envs) env.close?.();
  }

  private snapshot(): EnvState {
    return {
      envs: this.envs.map((env) => env.saveState!()),
      observations: [...this.observations],
      terminated: [...this.terminated],
      truncated: [...this.truncated],
    };
  }

  private restore({ envs, observations, terminated, truncated }: EnvState): void {
    this.envs.forEach((env, i) => {
      env.loadState!((envs as EnvState[])[i]!);
      this.readMask(i);
    });
    this.observations.set(observations as number[]);
    this.terminated.set(terminated as number[]);
    this.truncated.set(truncated as number[]);
  }
}

/** Most infos are empty and not worth keeping. */
function sparse(info: Info): Info | undefined {
  for (const _ in info) return info;
  return undefined;
}

function requireSameSpaces(envs: readonly Env[]): void {
  const describe = ({ observationSpace, actionSpace }: Env) =>
    JSON.stringify([observationSpace, actionSpace]);
  const first = describe(envs[0]!);
  envs.forEach((env, i) => {
    if (describe(env) !== first) {
      throw new UserError(
        `All environments of a vector need equal spaces; number ${i} has ${env.observationSpace} and ` +
          `${env.actionSpace}, number 0 ${envs[0]!.observationSpace} and ${envs[0]!.actionSpace}.`,
      );
    }
  });
}
