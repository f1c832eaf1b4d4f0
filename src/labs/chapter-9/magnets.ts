// Magnets that learn, and what they end as.
import type { IndependentQ, MeanFieldQ, NeighbourhoodQ, PredictOptions } from '../../agents/index.js';
import { makeVec } from '../../envs/index.js';
import '../../envs/multi/index.js';

/** Spins (0 or 1) after every step of an episode, from a start that no training saw. */
export function episode(
  agent: IndependentQ | MeanFieldQ | NeighbourhoodQ,
  id: string,
  seed: number,
  options?: PredictOptions,
): number[][] {
  const magnets = makeVec(id as never, { options: { blind: true } as never });
  magnets.reset({ seed: 1000 + seed });
  const actions = new Uint8Array(magnets.numEnvs);
  const [state, steps] = [{}, [] as number[][]];
  do {
    const { neighbours } = magnets;
    agent.predictBatch(magnets.observations, magnets.numEnvs, actions, { ...options, neighbours, state });
    magnets.step(actions);
    steps.push([...actions]);
  } while (magnets.truncated[0] === 0);
  return steps;
}

/** Rows of spins as signs, `width` to a line. */
export function drawing(spins: readonly number[], width: number): string {
  const line = (row: number) =>
    spins
      .slice(row * width, (row + 1) * width)
      .map((spin) => (spin === 1 ? '█' : '·'))
      .join('');
  return Array.from({ length: spins.length / width }, (_, row) => line(row)).join('\n');
}
