// Transitions that were recorded: what agents learn from without stepping an environment.
import { UserError } from '../io/errors.js';
import { fromExactJson, toExactJson } from '../io/exact-json.js';
import type { NamedTensor, SafetensorsFile } from '../io/safetensors.js';
import { type Space, spaceFromJSON } from '../spaces/index.js';
import { columnsOf, type DatasetColumns, type DatasetOrigin, requireColumns } from './dataset-columns.js';
import type { ReplayMemory } from './replay-memory.js';
import type { Transitions } from './transitions.js';

const FORMAT = 'trainyard-dataset-1';

/**
 * A list of transitions (s, a, r, s′, end) of one environment.
 *
 * @example
 * const dataset = recordDataset(agent, 'CartPole-v1', { steps: 10_000 });
 * const clone = new BC(new OfflineEnv(dataset), { seed: 1 }, { dataset });
 */
export class Dataset {
  readonly size: number;

  /**
   * @param name what to call it in errors
   * @throws UserError when columns are missing, of another type, differ in length or are empty, when a flag is neither 0
   * nor 1, and when a row is not of the spaces or not finite.
   */
  constructor(
    readonly origin: DatasetOrigin,
    readonly columns: DatasetColumns,
    name = 'The dataset',
  ) {
    requireColumns(origin, columns, name);
    this.size = columns.rewards.length;
  }

  /** Spaces as of a vector environment. */
  get singleObservationSpace(): Space {
    return this.origin.observationSpace;
  }

  get singleActionSpace(): Space {
    return this.origin.actionSpace;
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
    const { actionMasks, nextActionMasks } = this.columns;
    const { packedSize } = this.origin.observationSpace;
    const { packedSize: actionSize, flatdim } = this.origin.actionSpace;
    for (let i = 0; i < this.size; i++) {
      const next = nextObservations.subarray(i * packedSize, (i + 1) * packedSize);
      const mask = actionMasks?.subarray(i * flatdim, (i + 1) * flatdim);
      const nextMask = nextActionMasks?.subarray(i * flatdim, (i + 1) * flatdim);
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
          ...(mask && { actionMasks: mask }),
          ...(nextMask && { nextActionMasks: nextMask, finalActionMasks: nextMask }),
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

  /** Whether a safetensors file says that it holds what `toTensors` gave. */
  static isOurs({ metadata }: SafetensorsFile): boolean {
    return metadata.format === FORMAT;
  }

  /** As content of a safetensors file. */
  toTensors(): { tensors: Record<string, NamedTensor>; metadata: Record<string, string> } {
    const { observationSpace, actionSpace, env, policy } = this.origin;
    const tensors: Record<string, NamedTensor> = {};
    const { columns, size } = this;
    for (const { key, name, rowShape } of columnsOf(this.origin, (key) => columns[key] !== undefined))
      tensors[name] = { shape: [size, ...rowShape], data: columns[key]! };
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
   * The inverse of `toTensors`; columns of other programs are read with `datasetFromArrays`.
   *
   * @param name what to call the file in errors
   * @throws UserError when it is no dataset, or is damaged.
   */
  static fromTensors(file: SafetensorsFile, name = 'the file'): Dataset {
    const { tensors, metadata } = file;
    if (!Dataset.isOurs(file))
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
    const all = columnsOf(origin, (_, column) => tensors[column] !== undefined);
    const columns = all.map(({ key, name: column }) => [key, tensors[column]?.data]);
    return new Dataset(origin, Object.fromEntries(columns), name);
  }
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
