// Steps any environments one after another as a vector, packing what they return into reused arrays.
import { UserError } from '../../io/errors.js';
import { requireKnown } from '../../io/options.js';
import { allocatePacked, type PackedArray, requireFixedSize, type Space } from '../../spaces/index.js';
import { legalActions, maskInInfo, requireMask } from '../action-mask.js';
import type { EnvSpec } from '../define-env.js';
import type { Env, EnvState, Info, ResetOptions } from '../env.js';
import { type GoalMethods, passGoalMethods } from '../goal-methods.js';
import { guarded, OrderEnforcing } from '../wrappers/order-enforcing.js';
import { requireEnv } from '../wrappers/require-env.js';
import { unwrapped } from '../wrappers/wrapper.js';
import {
  finishedError,
  requireActions,
  requireAutoreset,
  requireResetOptions,
  requireRows,
  rowSeed,
} from './rows.js';
import type { AutoresetMode, VectorEnv, VectorResetOptions } from './vector-env.js';

export interface SyncVectorOptions {
  autoreset?: AutoresetMode;
  spec?: EnvSpec;
}

/**
 * Every environment is guarded against misuse and broken results ({@link OrderEnforcing}). Masks come from their
 * `actionMask()`, or else from `info.actionMask` or `info.action_mask`; whether infos hold any shows when one is
 * reset, so that reading `actionMasks` before the first `reset` resets the first environment (and restores it, where
 * it can save its state).
 *
 * @example new SyncVectorEnv([() => new Corridor(), () => new Corridor()], { autoreset: 'same-step' })
 */
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
  readonly envs: readonly Env[];
  /** These are present when every sub-environment has them. */
  computeReward?: NonNullable<GoalMethods['computeReward']>;
  computeTerminated?: NonNullable<GoalMethods['computeTerminated']>;
  saveState?: () => EnvState;
  loadState?: (state: EnvState) => void;
  finalActionMasks?: Uint8Array;
  private masks: Uint8Array | undefined;
  /** Whether there are masks; not known before the first reset where only infos could hold them. */
  private isMasked: boolean | undefined;

  /** @throws UserError when there is no environment, one comes twice, their spaces differ, or hold values of no
   *   fixed size. */
  constructor(factories: readonly (() => Env)[], settings: SyncVectorOptions = {}) {
    requireKnown('SyncVectorEnv', settings, ['autoreset', 'spec']);
    const { autoreset = 'same-step', spec } = settings;
    requireAutoreset(autoreset);
    this.envs = Array.from(factories, (create) => guarded(created(create)));
    const first = this.envs[0];
    if (!first) throw new UserError('A vector environment needs at least one environment.');
    requireDistinct(this.envs);
    requireAlike(this.envs);
    requireFixedSize('Observations', first.observationSpace);
    requireFixedSize('Actions', first.actionSpace);
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
    if (first.actionMask) this.allocateMasks();
    passGoalMethods(this, first);
    if (this.envs.every((env) => env.saveState && env.loadState)) {
      this.saveState = () => this.snapshot();
      this.loadState = (state) => this.restore(state);
    }
  }

  get actionMasks(): Uint8Array | undefined {
    if (this.isMasked === undefined) this.lookForMasks();
    return this.masks;
  }

  private allocateMasks(): void {
    this.isMasked = true;
    this.masks = new Uint8Array(this.numEnvs * this.singleActionSpace.flatdim);
    this.finalActionMasks = new Uint8Array(this.masks.length);
  }

  private lookForMasks(): void {
    const { env } = this.envs[0] as OrderEnforcing<unknown, unknown>;
    const before = stateOf(env);
    this.noticeMasks(new OrderEnforcing(env).reset().info);
    if (before) env.loadState!(before);
  }

  private noticeMasks(info: Info): void {
    this.isMasked = maskInInfo(info) !== undefined;
    if (this.isMasked) this.allocateMasks();
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
    if (this.isMasked === undefined) this.noticeMasks(info);
    const kept = sparse(info);
    this.readMask(i, kept);
    return kept;
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
    const kept = sparse(info);
    this.rewards[i] = reward;
    this.terminated[i] = terminated ? 1 : 0;
    this.truncated[i] = truncated ? 1 : 0;
    this.infos[i] = kept;
    if ((terminated || truncated) && this.autoreset === 'same-step') {
      this.pack(observation, this.finalObservations, i);
      if (this.masks && !terminated) this.readFinalMask(i, info);
      this.resetRow(i);
    } else {
      this.pack(observation, this.observations, i);
      if (this.masks || kept) this.readMask(i, kept);
    }
  }

  private pack(observation: unknown, out: PackedArray, i: number): void {
    const space = this.singleObservationSpace;
    space.pack(observation, out, i * space.packedSize);
  }

  private readMask(i: number, info: Info = {}): void {
    if (this.masks) {
      const space = this.singleActionSpace;
      const flags = requireMask(legalActions(this.envs[i]!, info), space);
      for (let k = 0; k < flags.length; k++) this.masks[i * flags.length + k] = flags[k]!;
    } else if (maskInInfo(info) !== undefined) {
      throw new UserError('There is an action mask in the info of step(), but none in that of reset().', {
        kind: 'failure',
      });
    }
  }

  private readFinalMask(i: number, info: Info): void {
    const size = this.singleActionSpace.flatdim;
    const flags = legalActions(this.envs[i]!, info);
    if (flags) this.finalActionMasks!.set(requireMask(flags, this.singleActionSpace), i * size);
    else this.finalActionMasks!.fill(1, i * size, (i + 1) * size);
  }

  close(): void {
    for (const env of this.envs) env.close?.();
  }

  private snapshot(): EnvState {
    const state: EnvState = {
      envs: this.envs.map((env) => env.saveState!()),
      observations: [...this.observations],
      terminated: [...this.terminated],
      truncated: [...this.truncated],
    };
    // What stands in infos only cannot be asked for again.
    if (this.masks && !this.envs[0]!.actionMask) state.actionMasks = [...this.masks];
    return state;
  }

  private restore({ envs, observations, terminated, truncated, actionMasks }: EnvState): void {
    requireRows(envs as EnvState[], this.numEnvs);
    this.envs.forEach((env, i) => {
      env.loadState!((envs as EnvState[])[i]!);
      if (env.actionMask) this.readMask(i);
    });
    this.observations.set(observations as number[]);
    this.terminated.set(terminated as number[]);
    this.truncated.set(truncated as number[]);
    if (actionMasks) {
      if (!this.masks) this.allocateMasks();
      this.masks!.set(actionMasks as number[]);
    }
    // What the last step left behind is read right after it and belongs to no state.
    this.rewards.fill(0);
    this.finalObservations.fill(0);
    this.infos.fill(undefined);
  }
}

/** What the function makes. @throws UserError when it is not a function that can be called. */
export function created(create: () => Env): Env {
  if (typeof create !== 'function') {
    throw new UserError(
      `Vectors take functions that make environments, e.g. () => new MyEnv(); got ${create}.`,
    );
  }
  if (/^class\b/.test(Function.prototype.toString.call(create))) {
    throw new UserError(`Pass a function that makes the environment: () => new ${create.name || 'MyEnv'}().`);
  }
  const env: unknown = create();
  requireEnv('A vector', env);
  return env as Env;
}

/** Some cannot save before they were reset; then there is nothing to restore. */
function stateOf(env: Env): EnvState | undefined {
  try {
    return env.loadState && env.saveState?.();
  } catch {
    return undefined;
  }
}

/** Most infos are empty and not worth keeping. */
function sparse(info: Info): Info | undefined {
  for (const _ in info) return info;
  return undefined;
}

function requireDistinct(envs: readonly Env[]): void {
  const seen = new Map<Env, number>();
  envs.forEach((env, i) => {
    const inner = unwrapped(env);
    if (seen.has(inner)) {
      throw new UserError(
        `Number ${i} of the vector is the same environment as number ${seen.get(inner)}: make a new one for each row.`,
      );
    }
    seen.set(inner, i);
  });
}

function requireAlike(envs: readonly Env[]): void {
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
    if (Boolean(env.actionMask) !== Boolean(envs[0]!.actionMask)) {
      throw new UserError(`All or no environments of a vector must have actionMask(); number ${i} differs.`);
    }
  });
}
