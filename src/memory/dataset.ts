// Transitions that were recorded: what agents learn from without stepping an environment.
import { UserError } from '../io/errors.js';
import { fromExactJson, toExactJson } from '../io/exact-json.js';
import type { NamedTensor, SafetensorsFile } from '../io/safetensors.js';
import { allocatePacked, type PackedArray, type Space, spaceFromJSON } from '../spaces/index.js';
import type { ReplayMemory } from './replay-memory.js';
import type { Transitions } from './transitions.js';

const FORMAT = 'trainyard-dataset-1';

/** Columns with a row per transition, in the order in which they happened. */
export interface DatasetColumns {
  /** Packed observations acted on and those that followed, the last of an episode included: `rows × packedSize`. */
  observations: PackedArray;
  nextObservations: PackedArray;
  /** Packed actions. */
  actions: PackedArray;
  rewards: Float32Array;
  /** 1 where the task ended, and where the episode was cut; a new one begins in the next row. */
  terminations: Uint8Array;
  truncations: Uint8Array;
}

/** What the transitions are of. */
export interface DatasetOrigin {
  observationSpace: Space;
  actionSpace: Space;
  /** Where they were recorded, by id. */
  env?: { id: string; options: Record<string, unknown> };
  /** Who acted, for people to read. */
  policy?: string;
}

/** Names in a file, those of Minari and D4RL. */
const NAMES = {
  observations: 'observations',
  nextObservations: 'next_observations',
  actions: 'actions',
  rewards: 'rewards',
  terminations: 'terminations',
  truncations: 'truncations',
} as const satisfies Record<keyof DatasetColumns, string>;

/**
 * A list of transitions (s, a, r, s′, end) of one environment.
 *
 * @example
 * const dataset = recordDataset(agent, 'CartPole-v1', { steps: 10_000 });
 * const clone = new BC(new OfflineEnv(dataset), { seed: 1 }, { dataset });
 */
export class Dataset {
  readonly size: number;

  /** @throws UserError when columns differ in length, are empty, or hold a row that the spaces have not. */
  constructor(
    readonly origin: DatasetOrigin,
    readonly columns: DatasetColumns,
  ) {
    this.size = columns.rewards.length;
    if (this.size === 0) throw new UserError('A dataset needs at least one transition.');
    for (const key of Object.keys(NAMES) as (keyof DatasetColumns)[]) {
      const rows = columns[key].length / this.widthOf(key);
      if (rows === this.size) continue;
      throw new UserError(`The dataset has ${rows} rows of ${NAMES[key]} and ${this.size} of rewards.`);
    }
    if (!columns.rewards.every(Number.isFinite))
      throw new UserError('The dataset holds a reward that is no number.');
  }

  /** Spaces as of a vector environment. */
  get singleObservationSpace(): Space {
    return this.origin.observationSpace;
  }

  get singleActionSpace(): Space {
    return this.origin.actionSpace;
  }

  private widthOf(key: keyof DatasetColumns): number {
    const { observationSpace, actionSpace } = this.origin;
    if (key === 'observations' || key === 'nextObservations') return observationSpace.packedSize;
    return key === 'actions' ? actionSpace.packedSize : 1;
  }

  /**
   * Adds all transitions to a memory with room for them.
   *
   * @param onAdd hears of each row
   * @param stored what is kept of a step, where that is not what happened
   */
  fill(
    memory: ReplayMemory,
    onAdd?: (row: number) => void,
    stored = (transitions: Transitions): Transitions => transitions,
  ): void {
    const { observations, nextObservations, actions, rewards, terminations, truncations } = this.columns;
    const { packedSize } = this.origin.observationSpace;
    const { packedSize: actionSize } = this.origin.actionSpace;
    for (let i = 0; i < this.size; i++) {
      const next = nextObservations.subarray(i * packedSize, (i + 1) * packedSize);
      memory.add(
        stored({
          count: 1,
          observations: observations.subarray(i * packedSize, (i + 1) * packedSize),
          actions: actions.subarray(i * actionSize, (i + 1) * actionSize),
          rewards: rewards.subarray(i, i + 1),
          terminated: terminations.subarray(i, i + 1),
          truncated: truncations.subarray(i, i + 1),
          nextObservations: next,
          finalObservations: next,
        }),
        onAdd,
      );
    }
  }

  /** The return of each whole episode. */
  returns(): number[] {
    const { rewards, terminations, truncations } = this.columns;
    const returns: number[] = [];
    let sum = 0;
    for (let i = 0; i < this.size; i++) {
      sum += rewards[i]!;
      if (terminations[i] === 0 && truncations[i] === 0) continue;
      returns.push(sum);
      sum = 0;
    }
    return returns;
  }

  /** As content of a safetensors file. */
  toTensors(): { tensors: Record<string, NamedTensor>; metadata: Record<string, string> } {
    const { observationSpace, actionSpace, env, policy } = this.origin;
    const tensors: Record<string, NamedTensor> = {};
    for (const [key, name] of Object.entries(NAMES) as [keyof DatasetColumns, string][]) {
      const width = this.widthOf(key);
      const isRow = key === 'observations' || key === 'nextObservations' || key === 'actions';
      tensors[name] = { shape: isRow ? [this.size, width] : [this.size], data: this.columns[key] };
    }
    return {
      tensors,
      metadata: {
        format: FORMAT,
        observation_space: toExactJson(observationSpace.toJSON()),
        action_space: toExactJson(actionSpace.toJSON()),
        ...(env && { env: toExactJson(env) }),
        ...(policy !== undefined && { policy }),
      },
    };
  }

  /**
   * The inverse of `toTensors`.
   *
   * @param name what to call the file in errors
   * @throws UserError when it is no dataset, or is damaged.
   */
  static fromTensors({ tensors, metadata }: SafetensorsFile, name = 'the file'): Dataset {
    if (metadata.format !== FORMAT)
      throw new UserError(
        `${name} is no dataset: expected a file that trainyard record wrote, or lines of JSON.`,
      );
    const origin: DatasetOrigin = {
      observationSpace: spaceOf(metadata.observation_space, name),
      actionSpace: spaceOf(metadata.action_space, name),
      ...(metadata.env !== undefined && { env: json(metadata.env, name) as unknown as DatasetOrigin['env'] }),
      ...(metadata.policy !== undefined && { policy: metadata.policy }),
    };
    if (origin.env && typeof origin.env.id !== 'string')
      throw new UserError(`${name} is damaged: its environment has no id.`);
    const columns: Record<string, unknown> = {};
    for (const [key, column] of Object.entries(NAMES) as [keyof DatasetColumns, string][]) {
      const data = tensors[column]?.data;
      const wanted = allocatePacked(typeOf(key, origin), 0);
      if (data?.constructor !== wanted.constructor)
        throw new UserError(`${name} is damaged: it has no column ${column} of type ${typeOf(key, origin)}.`);
      columns[key] = data;
    }
    const dataset = new Dataset(origin, columns as unknown as DatasetColumns);
    dataset.requireValues(name);
    return dataset;
  }

  /** Whether every row is of the spaces: of files, whose values nobody has seen yet. */
  private requireValues(name: string): void {
    const { observations, nextObservations, actions } = this.columns;
    const { observationSpace, actionSpace } = this.origin;
    for (const [what, space, packed] of [
      ['observation', observationSpace, observations],
      ['next observation', observationSpace, nextObservations],
      ['action', actionSpace, actions],
    ] as const) {
      for (let row = 0; row < this.size; row++) {
        if (space.contains(space.unpack(packed, row * space.packedSize))) continue;
        throw new UserError(`${name}: the ${what} of row ${row} is not in ${space}.`);
      }
    }
  }
}

function typeOf(key: keyof DatasetColumns, { observationSpace, actionSpace }: DatasetOrigin) {
  if (key === 'rewards') return 'float32';
  if (key === 'terminations' || key === 'truncations') return 'uint8';
  return (key === 'actions' ? actionSpace : observationSpace).packedType;
}

function json(text: string | undefined, name: string): Record<string, unknown> {
  try {
    return fromExactJson(text ?? '') as Record<string, unknown>;
  } catch (cause) {
    throw new UserError(`${name} is damaged: its metadata are no JSON.`, { cause });
  }
}

function spaceOf(text: string | undefined, name: string): Space {
  try {
    return spaceFromJSON(json(text, name));
  } catch (cause) {
    throw new UserError(`${name} is damaged: it does not tell the spaces of its transitions.`, { cause });
  }
}
