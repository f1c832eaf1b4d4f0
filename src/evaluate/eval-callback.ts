// Evaluates the policy every N steps on environments of its own and tells of the best weights.

import type { Agent, Callback, TrainingContext } from '../agents/agent.js';
import type { Env, VectorEnv } from '../envs/index.js';
import { show } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import { requireKnown } from '../io/options.js';
import type { Seed } from '../random/index.js';
import { type Evaluation, evaluatePolicy, evaluationSeed } from './evaluate.js';
import { Every, elapsed } from './every.js';

export interface EvalCallbackOptions {
  /** An id, or an environment or vector that nothing trains on. */
  env: string | Env | VectorEnv;
  /** Between evaluations, in the unit of the training's budget: environment steps most often. */
  every: number;
  /** Default 10. */
  episodes?: number;
  deterministic?: boolean;
  /** Probability of a random action in the place of the policy's. Default 0. */
  epsilon?: number;
  /** The run's seed; the evaluations' seeds follow from it and the step, so training never notices them. */
  seed?: Seed;
  /** Mean return there is to beat already. */
  bestMean?: number;
  /** Hears of every evaluation that is the best so far (of equals the latest), before training goes on. */
  onBest?: (agent: Agent, step: number, evaluation: Evaluation) => void;
}

const OPTIONS = ['env', 'every', 'episodes', 'deterministic', 'epsilon', 'seed', 'bestMean', 'onBest'];

/**
 * Logs `eval/mean_reward`, `eval/std_reward`, `eval/mean_ep_length` and, where infos tell, `eval/success_rate` and
 * `eval/mean_…` of what is tracked as a row of metrics.
 *
 * @example
 * let best = {};
 * const evaluation = new EvalCallback({ env: 'CartPole-v1', every: 1000, onBest: (agent) => { best = agent.weights(); } });
 * await agent.learn({ totalSteps: 50_000, callbacks: [evaluation] });
 */
export class EvalCallback implements Callback {
  private readonly timer: Every;
  /** Highest mean return of an evaluation. */
  bestMean: number;

  /** @throws UserError for options that are unknown or make no sense. */
  constructor(private readonly options: EvalCallbackOptions) {
    requireKnown('EvalCallback', options, OPTIONS);
    if (options.env === undefined)
      throw new UserError('EvalCallback needs env, where the agent is evaluated.');
    if (!Number.isSafeInteger(options.every) || options.every < 1)
      throw new UserError(`EvalCallback: every must be a whole number ≥ 1, got ${show(options.every)}.`);
    this.timer = new Every(options.every);
    this.bestMean = options.bestMean ?? -Infinity;
  }

  onTrainingStart({ agent, budget }: TrainingContext): void {
    this.timer.start(elapsed(agent, budget));
  }

  onIteration(context: TrainingContext): void {
    const { agent, budget } = context;
    if (!this.timer.due(elapsed(agent, budget))) return;
    const step = agent.numTimesteps;
    const { env, episodes, deterministic, epsilon, seed = 0, onBest } = this.options;
    const evaluation = evaluatePolicy(agent, env, {
      episodes,
      deterministic,
      epsilon,
      seed: evaluationSeed(seed, step),
    });
    const tracked = Object.entries(evaluation.tracked ?? {}).map(([name, mean]) => [
      `eval/mean_${name}`,
      mean,
    ]);
    context.log({
      'eval/mean_reward': evaluation.mean,
      'eval/std_reward': evaluation.std,
      'eval/mean_ep_length': evaluation.meanLength,
      ...(evaluation.successRate !== undefined && { 'eval/success_rate': evaluation.successRate }),
      ...Object.fromEntries(tracked),
    });
    if (evaluation.mean < this.bestMean) return;
    this.bestMean = evaluation.mean;
    onBest?.(agent, step, evaluation);
  }
}
