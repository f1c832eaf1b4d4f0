import { expect, it } from 'vitest';
import { Box, type Space } from '../spaces/index.js';
import { Trajectory } from './trajectory.js';

const space = new Box({ low: -1, high: 1, shape: [2] }) as Space;
const layout = {
  observationSpace: space,
  packedSpace: space,
  actionSize: 1,
  actionType: 'int32' as const,
  maskSize: 0,
  columns: { return: { dtype: 'float32' as const } },
};

/** Stores a step that goes on. */
function step(trajectory: Trajectory): void {
  trajectory.begin(Float32Array.of(0.5, -0.5), [1], undefined, 0);
  const transitions = {
    count: 1,
    observations: Float32Array.of(0.5, -0.5),
    actions: Int32Array.of(1),
    rewards: [2],
    terminated: Uint8Array.of(0),
    truncated: Uint8Array.of(0),
    nextObservations: Float32Array.of(0.25, 1),
    finalObservations: new Float32Array(2),
  };
  trajectory.finish(transitions, 0);
}

it('saves of a trajectory that is used again what a new one saves', () => {
  const [used, fresh] = [new Trajectory(layout), new Trajectory(layout)];
  for (let t = 0; t < 3; t++) step(used);
  used.store.scalar('return').write(0, [7, 8, 9], 0, 3);
  used.clear();
  for (const trajectory of [used, fresh]) step(trajectory);
  expect(used.saveState()).toEqual(fresh.saveState());
  expect([...used.next]).toEqual([0.25, 1]);
  expect([...used.rewards]).toEqual([2]);
});
