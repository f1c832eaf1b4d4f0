// Environments stepped by worker threads: the same vector, number for number, with its work spread over the cores.
import { availableParallelism } from 'node:os';
import type { ResourceLimits } from 'node:worker_threads';
import type {
  AutoresetMode,
  EnvOptions,
  EnvSpec,
  EnvState,
  Info,
  VectorEnv,
  WrapperSpec,
} from '../envs/index.js';
import { UserError } from '../io/errors.js';
import type { Seed } from '../random/index.js';
import { allocateSharedPacked, type PackedArray, type Space, spaceFromJSON } from '../spaces/index.js';
import { Lockstep } from './lockstep.js';
import { type ModuleRef, portable, workerEntry } from './module-ref.js';
import { WorkerChannel } from './worker-channel.js';

/** Where the workers get their environments from. */
export type EnvSource =
  /** By id, in named wrappers; `imports` are modules to load first, those that define your environments and wrappers. */
  | {
      id: string;
      options?: EnvOptions;
      wrappers?: readonly WrapperSpec[];
      imports?: readonly (string | URL)[];
    }
  /** An exported class, or function that makes one, called with `options`. */
  | (ModuleRef & { options?: EnvOptions });

export interface WorkerVectorEnvOptions {
  /** Sub-environments (default 1). */
  numEnvs?: number;
  /** Threads, each with an equal share of the sub-environments (default: one per core, at most `numEnvs`). */
  workers?: number;
  autoreset?: AutoresetMode;
  /** Memory limits of each thread, as of Node's `Worker`. */
  resourceLimits?: ResourceLimits;
}

/** Arrays that the caller and all workers see; rows as in `VectorEnv`. */
export interface SharedArrays {
  observations: PackedArray;
  finalObservations: PackedArray;
  rewards: Float64Array;
  terminated: Uint8Array;
  truncated: Uint8Array;
  actions: PackedArray;
  actionMasks: Uint8Array | undefined;
}

/** What each worker is told when it starts, … */
export interface WorkerSettings {
  source: EnvSource;
  first: number;
  count: number;
  autoreset: AutoresetMode;
}

/** … and what it tells about its environments. */
export interface WorkerIntroduction {
  observationSpace: Record<string, unknown>;
  actionSpace: Record<string, unknown>;
  spec: EnvSpec | undefined;
  masked: boolean;
  savable: boolean;
}

export const Command = { introduce: 0, attach: 1, step: 2, reset: 3, save: 4, load: 5, close: 6 } as const;

export interface ResetMessage {
  seed?: Seed;
  options?: Record<string, unknown>;
  mask?: Uint8Array;
}

/** Infos of a step that were not empty, by row. */
export interface InfoMessage {
  infos: [row: number, info: Info][];
}

/** State in the form of `SyncVectorEnv`, so that either continues what the other saved. */
interface VectorState extends EnvState {
  envs: EnvState[];
  observations: number[];
  terminated: number[];
  truncated: number[];
}

/**
 * Gives bit for bit what a `SyncVectorEnv` gives for the same seeds, however many workers there are. Worth its
 * threads where an environment takes tens of microseconds and more per step; for lighter ones use `makeVec`.
 *
 * `step` sleeps until all workers are done; observations, rewards, flags and masks are shared memory, and only infos
 * that are not empty are sent as messages. An error inside an environment is thrown here, with the number of the
 * environment; a dead thread is noticed within a tenth of a second.
 *
 * @example
 * const envs = new WorkerVectorEnv('Acrobot-v1', { numEnvs: 16 });
 * const mine = new WorkerVectorEnv({ module: new URL('./maze.js', import.meta.url), export: 'Maze' }, { numEnvs: 8 });
 */
export class WorkerVectorEnv implements VectorEnv {
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
  /** Exit codes of the threads, once `close` was called and all have ended. */
  readonly exited: Promise<number[]>;
  /** Present when every sub-environment has it. */
  saveState?: () => EnvState;
  loadState?: (state: EnvState) => void;
  private readonly actions: PackedArray;
  private readonly lockstep: Lockstep;
  private readonly channels: WorkerChannel[];
  private readonly settings: WorkerSettings[];
  private closed = false;

  /** @throws {UserError} when the environments cannot be made; the message names the first that failed. */
  constructor(
    source: string | EnvSource,
    { numEnvs = 1, workers, autoreset = 'same-step', resourceLimits }: WorkerVectorEnvOptions = {},
  ) {
    const threads = Math.min(workers ?? availableParallelism(), numEnvs);
    for (const [name, value] of Object.entries({ numEnvs, workers: threads })) {
      if (!Number.isSafeInteger(value) || value < 1) {
        throw new UserError(`${name} must be a positive integer, got ${value}.`);
      }
    }
    this.numEnvs = numEnvs;
    this.autoreset = autoreset;
    this.infos = new Array<undefined>(numEnvs).fill(undefined);
    this.settings = shares(numEnvs, threads).map((share) => ({
      ...share,
      autoreset,
      source: sendable(source),
    }));
    this.lockstep = new Lockstep(Lockstep.allocate(threads), threads);
    this.channels = this.settings.map((settings, i) => this.start(settings, i, resourceLimits));
    this.exited = Promise.all(this.channels.map((channel) => channel.exited));

    const { observationSpace, actionSpace, spec, masked, savable } = this.introduce();
    this.singleObservationSpace = spaceFromJSON(observationSpace);
    this.singleActionSpace = spaceFromJSON(actionSpace);
    this.spec = spec;
    const arrays = allocateShared(numEnvs, this.singleObservationSpace, this.singleActionSpace, masked);
    this.observations = arrays.observations;
    this.finalObservations = arrays.finalObservations;
    this.rewards = arrays.rewards;
    this.terminated = arrays.terminated;
    this.truncated = arrays.truncated;
    this.actions = arrays.actions;
    this.actionMasks = arrays.actionMasks;
    this.round(Command.attach, () => arrays);
    if (savable) {
      this.saveState = () => this.save();
      this.loadState = (state) => this.load(state as VectorState);
    }
  }

  private start(settings: WorkerSettings, index: number, resourceLimits?: ResourceLimits): WorkerChannel {
    return new WorkerChannel({
      entry: workerEntry('./vector-env-worker.js', import.meta.url),
      settings,
      lockstep: this.lockstep,
      index,
      describe: () => `Sub-environment ${settings.first + this.lockstep.position(index)}`,
      resourceLimits,
    });
  }

  private introduce(): WorkerIntroduction {
    try {
      return this.round(Command.introduce)[0] as WorkerIntroduction;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  reset({ seed, options, mask }: ResetMessage = {}): void {
    this.round(Command.reset, ({ first, count }) => ({
      seed: typeof seed === 'bigint' ? seed + BigInt(first) : seed === undefined ? undefined : seed + first,
      options,
      mask: mask?.slice(first, first + count),
    }));
  }

  step(actions: PackedArray): void {
    if (actions.length !== this.actions.length) {
      const { numEnvs, singleActionSpace: space } = this;
      throw new UserError(
        `step() needs ${numEnvs} packed actions of ${space}, ${this.actions.length} numbers; got ${actions.length}.`,
      );
    }
    this.actions.set(actions);
    this.round(Command.step);
  }

  /** Closes the environments and ends the threads; see `exited`. Further calls are errors. */
  close(): void {
    if (this.closed) return;
    try {
      this.round(Command.close);
    } catch (error) {
      // A dead worker was reported when it died.
      if (!this.channels.some((channel) => channel.isLost)) throw error;
    } finally {
      this.closed = true;
      for (const channel of this.channels) channel.keepAlive();
    }
  }

  /** One command to all workers. Every answer is awaited before the first error is thrown. */
  private round(command: number, message?: (settings: WorkerSettings) => unknown): unknown[] {
    if (this.closed) throw new UserError('This WorkerVectorEnv was closed; make a new one.');
    for (const [i, channel] of this.channels.entries()) {
      if (message) channel.send(message(this.settings[i]!));
    }
    this.lockstep.begin(command);
    let failure: unknown;
    const answers = this.channels.map((channel) => {
      try {
        return channel.join();
      } catch (error) {
        failure ??= error;
        return undefined;
      }
    });
    if (failure) throw failure;
    if (command === Command.step || command === Command.reset) this.readInfos(answers);
    return answers;
  }

  private readInfos(answers: unknown[]): void {
    this.infos.fill(undefined);
    for (const answer of answers) {
      for (const [row, info] of (answer as InfoMessage | undefined)?.infos ?? []) this.infos[row] = info;
    }
  }

  private save(): EnvState {
    const envs = this.round(Command.save).flatMap((state) => (state as VectorState).envs);
    const { observations, terminated, truncated } = this;
    return {
      envs,
      observations: [...observations],
      terminated: [...terminated],
      truncated: [...truncated],
    };
  }

  private load({ envs, observations, terminated, truncated }: VectorState): void {
    const { packedSize: size } = this.singleObservationSpace;
    this.round(Command.load, ({ first, count }) => ({
      envs: envs.slice(first, first + count),
      observations: observations.slice(first * size, (first + count) * size),
      terminated: terminated.slice(first, first + count),
      truncated: truncated.slice(first, first + count),
    }));
  }
}

/** Contiguous shares of the sub-environments, as equal as can be. */
function shares(numEnvs: number, workers: number): { first: number; count: number }[] {
  return Array.from({ length: workers }, (_, i) => {
    const first = Math.floor((i * numEnvs) / workers);
    return { first, count: Math.floor(((i + 1) * numEnvs) / workers) - first };
  });
}

function sendable(source: string | EnvSource): EnvSource {
  if (typeof source === 'string') return { id: source };
  if ('module' in source) return { ...portable(source), options: source.options };
  return { ...source, imports: source.imports?.map((module) => portable({ module }).module) };
}

function allocateShared(numEnvs: number, observation: Space, action: Space, masked: boolean): SharedArrays {
  return {
    observations: allocateSharedPacked(observation.packedType, numEnvs * observation.packedSize),
    finalObservations: allocateSharedPacked(observation.packedType, numEnvs * observation.packedSize),
    rewards: allocateSharedPacked('float64', numEnvs) as Float64Array,
    terminated: allocateSharedPacked('uint8', numEnvs) as Uint8Array,
    truncated: allocateSharedPacked('uint8', numEnvs) as Uint8Array,
    actions: allocateSharedPacked(action.packedType, numEnvs * action.packedSize),
    actionMasks: masked ? (allocateSharedPacked('uint8', numEnvs * action.flatdim) as Uint8Array) : undefined,
  };
}
