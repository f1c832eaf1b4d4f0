// What the caller of a `WorkerVectorEnv` and its threads say to each other: where environments come from, commands,
// messages, and the arrays that both see.

import type { GoalMethod } from '../envs/goal-methods.js';
import type { AutoresetMode, EnvOptions, EnvSpec, EnvState, Info, WrapperSpec } from '../envs/index.js';
import { requireKnown } from '../io/options.js';
import { allocateSharedPacked, type PackedArray, type Space } from '../spaces/index.js';
import { type ModuleRef, portable } from './module-ref.js';

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

/** Arrays that the caller and all workers see; rows as in `VectorEnv`. */
export interface SharedArrays {
  observations: PackedArray;
  finalObservations: PackedArray;
  rewards: Float64Array;
  terminated: Uint8Array;
  truncated: Uint8Array;
  actions: PackedArray;
  actionMasks: Uint8Array | undefined;
  finalActionMasks: Uint8Array | undefined;
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
  /** Those of an environment with goals. */
  goalMethods: readonly GoalMethod[];
}

export const Command = {
  introduce: 0,
  attach: 1,
  step: 2,
  reset: 3,
  save: 4,
  load: 5,
  close: 6,
  judge: 7,
} as const;

/** What an environment with goals is asked. */
export interface GoalQuestion {
  method: GoalMethod;
  achieved: unknown;
  desired: unknown;
  info: Info;
}

/** Infos of a step that were not empty, by row. */
export interface InfoMessage {
  infos: [row: number, info: Info][];
}

/** State in the form of `SyncVectorEnv`, so that either continues what the other saved. */
export interface VectorState extends EnvState {
  envs: EnvState[];
  observations: number[];
  terminated: number[];
  truncated: number[];
  actionMasks?: number[];
}

/** Contiguous shares of the sub-environments, as equal as can be. */
export function shares(numEnvs: number, workers: number): { first: number; count: number }[] {
  return Array.from({ length: workers }, (_, i) => {
    const first = Math.floor((i * numEnvs) / workers);
    return { first, count: Math.floor(((i + 1) * numEnvs) / workers) - first };
  });
}

/** The source as it may be posted to a thread. @throws UserError for keys that nobody reads. */
export function sendable(source: string | EnvSource): EnvSource {
  if (typeof source === 'string') return { id: source };
  if ('module' in source) {
    requireKnown('The source of a WorkerVectorEnv', source, ['module', 'export', 'options']);
    return { ...portable(source), options: source.options };
  }
  requireKnown('The source of a WorkerVectorEnv', source, ['id', 'options', 'wrappers', 'imports']);
  return { ...source, imports: source.imports?.map((module) => portable({ module }).module) };
}

export function allocateShared(
  numEnvs: number,
  observation: Space,
  action: Space,
  masked: boolean,
): SharedArrays {
  const masks = () =>
    masked ? (allocateSharedPacked('uint8', numEnvs * action.flatdim) as Uint8Array) : undefined;
  return {
    observations: allocateSharedPacked(observation.packedType, numEnvs * observation.packedSize),
    finalObservations: allocateSharedPacked(observation.packedType, numEnvs * observation.packedSize),
    rewards: allocateSharedPacked('float64', numEnvs) as Float64Array,
    terminated: allocateSharedPacked('uint8', numEnvs) as Uint8Array,
    truncated: allocateSharedPacked('uint8', numEnvs) as Uint8Array,
    actions: allocateSharedPacked(action.packedType, numEnvs * action.packedSize),
    actionMasks: masks(),
    finalActionMasks: masks(),
  };
}
