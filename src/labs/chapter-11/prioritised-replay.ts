// Prioritised replay: how often each transition is drawn, and what weights undo.
import { PrioritizedSampler, ReplayMemory } from '../../memory/index.js';
import { Generator } from '../../random/index.js';
import { Discrete } from '../../spaces/index.js';
import { atMost, defineLab } from '../index.js';

export const lab = defineLab({
  name: 'prioritised-replay',
  chapter: '11',
  title: 'Surprises are drawn more often',
  asks: 'Is a transition drawn as often as the power α of its error says, and do importance weights undo that?',
  settings: { draws: 100_000, alpha: 0.6, drawnBy: 0.6 },
  quick: { draws: 30_000 },
  flaw: { what: 'all are drawn alike', settings: { drawnBy: 0 } },
  program({ draws, alpha, drawnBy }, lab) {
    const space = new Discrete(20);
    const memory = new ReplayMemory(20, { observationSpace: space, actionSpace: new Discrete(2) } as never);
    const rows = Int32Array.from({ length: 20 }, (_, row) => row);
    const one = Uint8Array.of(0);
    for (const row of rows) {
      const at = Float64Array.of(row);
      const ends = { actions: one, rewards: [row], terminated: one, truncated: one };
      memory.add({ count: 1, observations: at, nextObservations: at, finalObservations: at, ...ends });
    }
    const sampler = new PrioritizedSampler(memory, { alpha: drawnBy, beta: () => 1 });
    for (const row of rows) sampler.onAdd(row);
    const errors = Float32Array.from(rows, (row) => 0.1 + row);
    sampler.onErrors(rows, errors);

    const rng = new Generator(9);
    const [counts, weighted] = [new Float64Array(20), new Float64Array(20)];
    for (let i = 0; i < draws; i++) counts[sampler.draw(1, rng).rows[0]!]!++;
    const batch = sampler.draw(draws, rng);
    for (const [i, row] of batch.rows.entries()) weighted[row]! += batch.weights![i]!;
    const powers = Array.from(errors, (error) => (error + 1e-6) ** alpha);
    const total = powers.reduce((a, b) => a + b);
    const deviation = powers.map((power, row) => {
      const p = power / total;
      return Math.abs(counts[row]! - draws * p) / Math.sqrt(draws * p * (1 - p));
    });
    const even = Math.max(...weighted) / Math.min(...weighted);
    // Of twenty counts: one lies beyond three deviations in one of eighteen runs, in this one none.
    lab.check('counts from p^α, in standard deviations, at most', Math.max(...deviation), atMost(3));
    lab.check('weighted counts, largest / smallest', even, atMost(1.05), 1);
    lab.plot({
      title: 'Share of draws by error',
      xLabel: 'error',
      series: [
        { label: 'drawn', x: [...errors], y: [...counts].map((count) => count / draws) },
        { label: 'p^α', x: [...errors], y: powers.map((power) => power / total) },
      ],
    });
  },
});
