// Begins a training with the weights of another run, where they fit.
import type { Agent, WeightArray } from '../agents/agent.js';
import { requireAgentSpaces } from '../agents/spaces.js';
import { UserError } from '../io/errors.js';
import { backendOptions } from '../tensor/engine.js';
import { backend } from '../tensor/index.js';
import { continueWithKernels } from './kernels.js';
import { type LoadOptions, loadRun } from './open-run.js';
import { RunFolder } from './run-folder.js';

const MAX_SHOWN = 3;

/**
 * Gives the agent the best weights of the run in `path`.
 *
 * @param options.env Makes the environment of that run too, if a program made it.
 * @returns which weights they are
 *
 * @throws {UserError} that says what differs: the algorithm, the spaces, or the networks.
 */
export async function startFrom(
  path: string,
  agent: Agent,
  options: LoadOptions,
): Promise<{ weights: 'best' | 'last' }> {
  const { program } = RunFolder.open(path).config.env;
  const { env: factory, ...rest } = options;
  // This run computes with its own kernels, whatever the other one was computed with.
  const own = backend();
  const kept = { ...rest, backend: backendOptions(own).backend };
  const { agent: other, config, kind } = await loadRun(path, program ? { ...kept, env: factory } : kept);
  continueWithKernels(own);
  const where = `the run '${path}'`;
  if (config.algo !== agent.algo) {
    throw new UserError(
      `Cannot start from ${where}: it holds a ${config.algo} agent, this run trains ${agent.algo}.`,
    );
  }
  const { env, parts } = agent;
  if (other.env && env) requireAgentSpaces(`The agent of ${where}`, other.env, 'this run', { env, parts });
  const weights = other.weights();
  const differences = differing(weights, agent.weights());
  if (differences.length > 0) {
    const shown = differences.slice(0, MAX_SHOWN).join('; ');
    const more = differences.length > MAX_SHOWN ? `; and ${differences.length - MAX_SHOWN} more` : '';
    throw new UserError(
      `Cannot start from ${where}: its networks are others (${shown}${more}). ` +
        'Give the same hyperparameters of the networks, or train from new weights.',
    );
  }
  agent.loadWeights(weights);
  other.env?.close();
  return { weights: kind };
}

/** Names and shapes that are not the same on both sides, in words. */
function differing(there: Record<string, WeightArray>, here: Record<string, WeightArray>): string[] {
  const names = [...new Set([...Object.keys(there), ...Object.keys(here)])];
  return names.flatMap((name) => {
    const [a, b] = [there[name]?.shape, here[name]?.shape];
    if (a && b && a.join() === b.join()) return [];
    const shape = (of: readonly number[] | undefined) => (of ? `[${of.join(', ')}]` : 'missing');
    return [`${name} is ${shape(a)} there and ${shape(b)} here`];
  });
}
