// The best weights of a training, by evaluations on the way.
import type { Agent } from '../../agents/index.js';
import { EvalCallback, type EvalCallbackOptions } from '../../evaluate/index.js';

/**
 * @returns `evaluation` for the callbacks of `agent.learn`, and `restore`, which gives the agent the weights that were best in
 *   it; those of now where none were
 */
export function keepBest(agent: Agent, options: Omit<EvalCallbackOptions, 'onBest'>) {
  let best = agent.weights();
  const evaluation = new EvalCallback({
    ...options,
    onBest: () => {
      best = agent.weights();
    },
  });
  return { evaluation, restore: () => agent.loadWeights(best) };
}
