import { describe, expect, it } from 'vitest';
import { RolloutMemory } from '../memory/index.js';
import { Generator } from '../random/index.js';
import { Box, Discrete } from '../spaces/index.js';
import { actionHead } from './action-heads.js';
import { ObservationEncoder } from './features/observation-encoder.js';
import { RolloutBatches } from './rollout-batches.js';

const space = new Box({ low: -Infinity, high: Infinity, shape: [3] });
const rng = new Generator(1);

function filled(offset: number, rollout = makeRollout()): RolloutMemory {
  rollout.clear();
  for (let t = 0; t < 4; t++) {
    const rows = [0, 1].map((i) => offset + t * 2 + i);
    const states = Float32Array.from(rows.flatMap((row) => [row, row + 0.25, row + 0.5]));
    rollout.begin(
      states,
      Int32Array.from(rows, (row) => row % 2),
      rows,
      rows,
    );
    const none = new Uint8Array(2);
    rollout.finish({ rewards: rows, terminated: none, truncated: none, finalValues: [0, 0] });
  }
  rollout.computeReturns([0, 0], 0.9, 0.8);
  return rollout;
}

function makeRollout(): RolloutMemory {
  return new RolloutMemory({
    steps: 4,
    numEnvs: 2,
    observationSpace: space as never,
    actionSize: 1,
    actionType: 'int32',
  });
}

describe('batches of a rollout', () => {
  it('hold the same rows however often they are taken, and new ones after a new rollout', () => {
    const options = { rng, actionStd: 'parameter', logStdInit: 0, squashActions: false } as const;
    const head = actionHead(new Discrete(2), 3, options);
    const rollout = filled(0);
    const batches = new RolloutBatches(rollout, new ObservationEncoder(space as never), head);
    for (const offset of [0, 100, 200]) {
      filled(offset, rollout);
      batches.renew();
      for (const rows of [
        [5, 0, 3],
        [1, 6, 2],
        [4, 7],
        [5, 0, 3],
      ].map((each) => Int32Array.from(each))) {
        const batch = batches.take(rows);
        const expected = Array.from(rows, (row) => offset + row);
        expect([...batch.states.data]).toEqual(expected.flatMap((row) => [row, row + 0.25, row + 0.5]));
        expect([...batch.actions.data]).toEqual(expected.map((row) => row % 2));
        expect([...batch.values.data]).toEqual(expected);
        for (const name of ['advantage', 'return'] as const) {
          expect([...batch[`${name}s`].data]).toEqual(Array.from(rows, (row) => rollout.values(name)[row]));
        }
      }
    }
  });
});
