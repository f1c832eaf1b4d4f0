// Who attends to whom in what an agent sees: of its relational features, for pictures.
import { UserError } from '../io/errors.js';
import { packObservation } from '../spaces/index.js';
import { tensor } from '../tensor/index.js';
import type { Agent } from './agent.js';
import { EnvAgent } from './env-agent.js';
import { type AttentionMaps, RelationalExtractor } from './features/relational.js';

/**
 * The attention of the first relational extractor among the agent's networks (of the policy, where the value has its own)
 * over one observation. What it returns is a copy; nothing of the agent changes.
 *
 * @throws {UserError} when the agent has no relational features, or normalises observations.
 * @example
 * const { heads, agent: cell, weights } = attentionMaps(dqn, observation); // weights [heads, asking, answering]
 */
export function attentionMaps(agent: Agent, observation: unknown): AttentionMaps {
  const networks = agent instanceof EnvAgent ? Object.values(agent.parts.networks) : [];
  const found = networks
    .flatMap((network) => [...network.modules()])
    .find((module) => module instanceof RelationalExtractor);
  if (!found || !(agent instanceof EnvAgent))
    throw new UserError(
      `Attention is that of relational features, e.g. features: { type: 'relational', channels: 'last' }; this ${agent.algo} agent has none.`,
    );
  if ((agent.config as { normalizeObservations?: boolean }).normalizeObservations)
    throw new UserError('Attention is told for observations that are not normalised by the agent.');
  const packed = packObservation(agent.env.singleObservationSpace, observation as never, 'The observation');
  const inputs = new Float32Array(agent.encoder.size);
  agent.encoder.encodeRows(packed, 1, inputs);
  return found.attentionMaps(tensor(inputs, { shape: [1, inputs.length] }));
}
