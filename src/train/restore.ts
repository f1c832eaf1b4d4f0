// Puts what a checkpoint holds into an agent, or says that it does not fit.
import type { Agent } from '../agents/agent.js';
import { fitting } from '../io/fitting.js';
import type { Checkpoint } from './checkpoint.js';

/**
 * All of it: the agent goes on where the other stopped, and keeps the arrays of a memory, which nobody may use afterwards.
 *
 * @throws {UserError} when it does not fit; the agent is then of no use.
 */
export function restoreAgent(agent: Agent, checkpoint: Checkpoint): void {
  fitting(nameOf(checkpoint), () => {
    agent.loadWeights(checkpoint.weights);
    agent.loadState({ ...checkpoint.state, owned: true });
    if (agent.numTimesteps === checkpoint.step) return;
    throw new RangeError(`its agent has taken ${agent.numTimesteps} steps`);
  });
}

/** The weights alone. @throws {UserError} when they do not fit. */
export function restoreWeights(agent: Agent, checkpoint: Checkpoint): void {
  fitting(nameOf(checkpoint), () => agent.loadWeights(checkpoint.weights));
}

function nameOf({ step }: Checkpoint): string {
  return `The checkpoint of step ${step}`;
}
