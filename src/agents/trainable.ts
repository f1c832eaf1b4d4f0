// Whether a training from replay would ever learn, told before its first step.
import type { ScheduleSpec } from '../explore/index.js';
import { UserError } from '../io/errors.js';
import type { Budget } from './budget.js';

interface Collecting {
  learningStarts: number;
  batchSize: number;
  trainFreq: number;
  gradientSteps: number;
}

interface Environments {
  readonly numEnvs: number;
  readonly spec?: { maxEpisodeSteps?: number | undefined } | undefined;
}

/** Environment steps that a budget has at most; Infinity where nobody knows how long an episode may be. */
export function mostSteps(
  { amount, unit }: Budget,
  { trainFreq }: Collecting,
  { numEnvs, spec }: Environments,
): number {
  if (unit === 'steps') return amount;
  if (unit === 'iterations') return amount * trainFreq * numEnvs;
  // The last episode ends while others are still under way.
  return (amount + numEnvs - 1) * (spec?.maxEpisodeSteps ?? Infinity);
}

/** @throws UserError when learning would not begin within so many steps. */
export function requireLearning(steps: number, { learningStarts, batchSize }: Collecting): void {
  if (steps > Math.max(learningStarts, batchSize)) return;
  const [key, value] =
    learningStarts >= batchSize ? ['learningStarts', learningStarts] : ['batchSize', batchSize];
  throw new UserError(
    `${key}: learning begins after ${value} steps, but training ends after ${steps}; lower ${key} or train longer.`,
  );
}

/** Gradient steps that follow so many environment steps, at most. */
export function mostUpdates(
  steps: number,
  { learningStarts, trainFreq, gradientSteps }: Collecting,
  numEnvs: number,
): number {
  const each = trainFreq * numEnvs;
  const iterations = Math.ceil(Math.max(steps - learningStarts, 0) / each) + 1;
  return iterations * (gradientSteps === -1 ? each : gradientSteps);
}

interface Following {
  learningRate: ScheduleSpec;
  criticLearningRate: ScheduleSpec | null;
  targetUpdateInterval?: number;
}

/**
 * @param updates gradient steps of the critics, at most
 * @param policyDelay of them for one of the policy
 * @throws UserError when the policy or the targets would never take a step, or no network could.
 */
export function requireSteps(
  updates: number,
  policyDelay: number,
  { learningRate, criticLearningRate, targetUpdateInterval = 1 }: Following,
): void {
  requireStepSize(learningRate, criticLearningRate ?? learningRate);
  for (const [key, needed, what] of [
    ['policyDelay', policyDelay, 'the policy takes a step'],
    ['targetUpdateInterval', policyDelay * targetUpdateInterval, 'the targets are updated'],
  ] as const) {
    if (updates >= needed) continue;
    throw new UserError(
      `${key}: ${what} after ${needed} gradient steps, but this training has at most ${updates}; lower ${key} (or learningStarts, trainFreq), or train longer.`,
    );
  }
}

/** @throws UserError when all step sizes are 0 throughout. */
export function requireStepSize(...rates: readonly ScheduleSpec[]): void {
  if (rates.every(isZero))
    throw new UserError('learningRate: with steps of size 0 nothing is ever learnt; give a number above 0.');
}

/**
 * @param amount environment steps, gradient steps or episodes that the training has at most
 * @param unit what they are
 * @throws UserError when the target network would never follow the one that learns.
 */
export function requireTargets(amount: number, interval: number, unit: string): void {
  if (amount >= interval) return;
  throw new UserError(
    `targetUpdateInterval: the target network first follows after ${interval} ${unit}, but this training has at most ${amount}: it would learn towards a network that never learnt; lower targetUpdateInterval or train longer.`,
  );
}

function isZero(rate: ScheduleSpec): boolean {
  return typeof rate === 'number' ? rate === 0 : rate.start === 0 && rate.end === 0;
}
