// Whether the steps of a training may be recorded and repeated.
import type { Module } from '../nn/index.js';
import { RecordedStep } from '../tensor/index.js';
import { Extractor } from './features/extractor.js';
import type { OwnParts } from './own-parts.js';

/**
 * The gradient step of an agent with these networks.
 *
 * @param isOurs whether the agent is of the class itself: what a subclass's step depends on is not known
 */
export function recordedStep(isOurs: boolean, networks: readonly Module[], own: OwnParts): RecordedStep {
  const weights = networks.flatMap((network) => network.parameters());
  return new RecordedStep(weights, isOurs && !own.head && networks.every(areKnown));
}

/** What a program's own layers depend on is not known, unless they say so. */
function areKnown(network: Module): boolean {
  for (const module of network.modules()) {
    if (module instanceof Extractor && !module.repeatable) return false;
  }
  return true;
}
