// Which sampler the hyperparameters ask for.
import { type ScheduleSpec, scheduleValue } from '../explore/index.js';
import { UserError } from '../io/errors.js';
import {
  type GoalStrategy,
  HindsightSampler,
  NStepSampler,
  PrioritizedSampler,
  type Sampler,
  type SamplerContext,
  UniformSampler,
} from '../memory/index.js';
import type { ReadRules } from './config.js';

/** Hyperparameters of drawing from the memory (`offPolicyShape`); an algorithm without them draws uniformly. */
export interface SamplingConfig {
  nSteps?: number;
  prioritized?: boolean;
  priorityAlpha?: number;
  priorityBeta?: ScheduleSpec;
  hindsight?: 'none' | GoalStrategy;
  nSampledGoal?: number;
}

/** The samplers of these hyperparameters, one inside the other. @throws UserError for what does not go together. */
export function makeSampler(config: SamplingConfig, context: SamplerContext): Sampler {
  const { nSteps = 1, hindsight = 'none', nSampledGoal = 4 } = config;
  const { memory } = context;
  if (hindsight !== 'none' && nSteps > 1) {
    throw new UserError(
      `nSteps: sums over ${nSteps} steps keep the rewards of the old goal, so that hindsight ("${hindsight}") needs nSteps 1.`,
    );
  }
  let sampler = rowSampler(config, context);
  if (hindsight !== 'none')
    sampler = new HindsightSampler(sampler, context, { strategy: hindsight, nSampledGoal });
  if (nSteps > 1) sampler = new NStepSampler(sampler, memory, { n: nSteps, gamma: () => context.gamma });
  return sampler;
}

function rowSampler(
  { prioritized = false, priorityAlpha = 0.6, priorityBeta = 0.4 }: SamplingConfig,
  context: SamplerContext,
): Sampler {
  if (!prioritized) return new UniformSampler(context.memory);
  const beta = () => scheduleValue(priorityBeta, context.progress);
  return new PrioritizedSampler(context.memory, { alpha: priorityAlpha, beta });
}

/** Whether sampling follows episodes from step to step. */
export function followsEpisodes({ nSteps = 1, hindsight = 'none' }: SamplingConfig): boolean {
  return nSteps > 1 || hindsight !== 'none';
}

/** Hyperparameters that count only beside others. @param isOwn the program brings a sampler of its own */
export function samplingRules(config: SamplingConfig, isOwn: boolean): ReadRules {
  const { prioritized = false, hindsight = 'none' } = config;
  const ours = [!isOwn, 'draws of its own samplers'] as const;
  return {
    nSteps: ours,
    prioritized: ours,
    hindsight: ours,
    priorityAlpha: [prioritized && !isOwn, 'prioritised draws'],
    priorityBeta: [prioritized && !isOwn, 'prioritised draws'],
    nSampledGoal: [hindsight !== 'none' && !isOwn, 'hindsight'],
  };
}
