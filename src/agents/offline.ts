// What learners from a memory do with a dataset in place of an environment.
import type { VectorEnv } from '../envs/index.js';
import { UserError } from '../io/errors.js';
import type { Dataset, ReplayMemory } from '../memory/index.js';
import type { Budget } from './budget.js';
import type { ReadRules } from './config.js';
import type { ObservationEncoder } from './features/observation-encoder.js';
import type { InputNormalizer } from './normalization.js';
import { requireSpaces, type Spaces } from './spaces.js';

/** Gradient steps between rows of metrics, for each of `logInterval`. */
export const LOG_STEPS = 100;

/** Hyperparameters of collecting, which a dataset leaves nothing to do. */
const COLLECTING = [
  ...['bufferSize', 'learningStarts', 'trainFreq', 'gradientSteps', 'explorationSchedule', 'explorationUnit'],
  ...['explorationInitialEps', 'explorationFinalEps', 'explorationFraction', 'explorationEpisodes'],
  ...['explorationDecay', 'actionNoise', 'noiseSigma', 'noiseTheta', 'noiseDt', 'sdeSampleFreq', 'overlap'],
  'intrinsic',
];

/** They are read by agents that collect. */
export function collectingRules(dataset: Dataset | undefined): ReadRules {
  if (!dataset) return {};
  return Object.fromEntries(COLLECTING.map((key) => [key, [false, 'steps in an environment']]));
}

/**
 * @throws UserError when the dataset is of other spaces than the environment, or smaller than a batch, and when targets
 * wait for the ends of episodes.
 */
export function requireFittingDataset(
  dataset: Dataset,
  env: Spaces,
  { batchSize, targetUpdateUnit }: { batchSize: number; targetUpdateUnit?: string },
): void {
  requireSpaces('The dataset', dataset, 'the environment', env);
  if (targetUpdateUnit === 'episode')
    throw new UserError(
      'targetUpdateUnit: with a dataset no episode is played, so that the target network would never be updated; use step or update.',
    );
  if (dataset.size >= batchSize) return;
  throw new UserError(
    `batchSize: a dataset of ${dataset.size} transitions never fills a batch of ${batchSize}; lower batchSize.`,
  );
}

/**
 * For learners from the values of next actions. Without masks they would learn towards the best of actions that cannot be
 * taken and that no data correct; nobody would notice, so it is refused.
 *
 * @throws UserError when the environment tells which actions are legal and the dataset does not.
 */
export function requireMasked({ columns }: Dataset, { actionMasks }: Pick<VectorEnv, 'actionMasks'>): void {
  if (!actionMasks || columns.actionMasks) return;
  throw new UserError(
    'The environment tells which actions are legal, the dataset does not, so that targets would be values of actions ' +
      'that cannot be taken: record it again, add the columns action_masks and next_action_masks, or switch the masks ' +
      'of the environment off.',
  );
}

/** @throws UserError for budgets in episodes: none is played. */
export function requireOfflineBudget({ unit }: Budget): void {
  if (unit !== 'episodes') return;
  throw new UserError(
    'With a dataset no episode is played: give the training a number of steps, gradient steps then.',
  );
}

/** Mean and deviation of all inputs that were acted on. */
export function learnStatistics(
  normalizer: InputNormalizer,
  encoder: ObservationEncoder,
  memory: ReplayMemory,
): void {
  const all = new Float32Array(memory.size * encoder.size);
  encoder.encodeColumns(
    memory.observations.columns,
    Int32Array.from({ length: memory.size }, (_, i) => i),
    all,
  );
  normalizer.statistics.update(all, memory.size);
}
