// Stops a diverging run with the name of the first bad number instead of letting NaN travel.
import { UserError } from '../io/errors.js';
import type { Module } from '../nn/index.js';
import type { Tensor } from '../tensor/index.js';

const REMEDY =
  'Lower learningRate, clip gradients (maxGradNorm), or scale rewards and observations; the last checkpoint is intact.';

/**
 * Returns the value of a scalar loss; when it is not finite, throws and names where the first NaN or infinity sits:
 * in the inputs (the environment's fault), in a weight (an earlier step diverged), or only in the loss.
 */
export function assertFinite(
  name: string,
  loss: Tensor,
  inputs: Record<string, Tensor>,
  network: Module,
): number {
  const value = loss.item();
  if (Number.isFinite(value)) return value;
  const culprit =
    Object.entries(inputs).find(([, tensor]) => hasBadNumber(tensor.toArray()))?.[0] ??
    Object.entries(network.stateDict()).find(([, weight]) => hasBadNumber(weight.data))?.[0];
  const where = culprit
    ? `first bad tensor: ${culprit}`
    : `all inputs and weights are finite, the ${name} itself is not`;
  throw new UserError(`Training diverged: ${name} is ${value} (${where}). ${REMEDY}`, { kind: 'failure' });
}

/** An error of the numeric layers that follows from a weight that is no longer finite, told as what it is. */
export function explainDivergence(error: unknown, networks: Record<string, Module>): unknown {
  if (error instanceof UserError) return error;
  for (const [name, network] of Object.entries(networks)) {
    const bad = Object.entries(network.stateDict()).find(([, weight]) => hasBadNumber(weight.data));
    if (!bad) continue;
    return new UserError(
      `Training diverged: the weight ${name}.${bad[0]} is no longer finite (${(error as Error).message}). ` +
        `${REMEDY}`,
      { kind: 'failure', cause: error },
    );
  }
  // Weights are fine and what they gave is not: inputs were beyond all bounds.
  if (error instanceof RangeError && error.message.includes('diverged')) {
    return new UserError(`Training diverged: ${error.message}. ${REMEDY}`, { kind: 'failure', cause: error });
  }
  return error;
}

function hasBadNumber(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return true;
  return false;
}
