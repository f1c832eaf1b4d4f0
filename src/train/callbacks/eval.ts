// Evaluates the policy every N steps on environments of its own and keeps the best weights.
import type { Agent, Callback, Metrics, TrainingContext } from '../../agents/agent.js';
import type { VectorEnv } from '../../envs/index.js';
import type { Seed } from '../../random/index.js';
import type { CheckpointStore } from '../checkpoint.js';
import { type Evaluation, evaluatePolicy, evaluationSeed } from '../evaluate.js';
import { Every } from './every.js';

export interface EvalCallbackOptions {
  env: VectorEnv;
  /** Environment steps between evaluations. */
  every: number;
  /** Default 10. */
  episodes?: number;
  deterministic?: boolean;
  /** The run's seed; the evaluations' seeds follow from it and the step, so training never notices them. */
  seed?: Seed;
  /** Where the weights with the highest mean return go; of equals the latest. */
  best?: CheckpointStore;
  /** Gets `eval/mean_reward`, `eval/std_reward`, `eval/mean_ep_length` as a row of metrics. */
  listeners?: readonly Callback[];
}

/** State of the best policy's own checkpoint: its score, so that a resumed run knows what there is to beat. */
interface BestRecord {
  mean: number;
}

export class EvalCallback implements Callback {
  private readonly timer: Every;
  private bestMean = -Infinity;

  constructor(private readonly options: EvalCallbackOptions) {
    this.timer = new Every(options.every);
  }

  onTrainingStart({ agent }: TrainingContext): void {
    this.timer.start(agent.numTimesteps);
    const best = readBest(this.options.best);
    if (best) this.bestMean = (best.run.evaluation as BestRecord).mean;
  }

  onIteration(context: TrainingContext): void {
    const { agent } = context;
    const step = agent.numTimesteps;
    if (!this.timer.due(step)) return;
    const evaluation = this.evaluate(agent, step);
    const row: Metrics = {
      'eval/mean_reward': evaluation.mean,
      'eval/std_reward': evaluation.std,
      'eval/mean_ep_length': evaluation.meanLength,
    };
    for (const listener of this.options.listeners ?? []) listener.onMetrics?.(context, step, row);
    if (evaluation.mean >= this.bestMean) this.keep(agent, step, evaluation);
  }

  private evaluate(agent: Agent, step: number): Evaluation {
    const { env, episodes = 10, deterministic = true, seed = 0 } = this.options;
    return evaluatePolicy(agent, env, { episodes, deterministic, seed: evaluationSeed(seed, step) });
  }

  private keep(agent: Agent, step: number, { mean, std }: Evaluation): void {
    this.bestMean = mean;
    this.options.best?.write({
      step,
      weights: agent.weights(),
      state: { meta: {}, arrays: {} },
      run: { evaluation: { mean, std } },
    });
  }
}

/** The best checkpoint, if there is a whole one. */
function readBest(store: CheckpointStore | undefined) {
  try {
    return store?.latest();
  } catch {
    store?.removeAfter(-1);
    return undefined;
  }
}
