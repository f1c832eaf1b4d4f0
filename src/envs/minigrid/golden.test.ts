// Every level against MiniGrid 3.1: recorded episodes step for step, checksums of resets, solutions.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readGolden } from '../../../test/golden.js';
import { make, unwrapped } from '../index.js';
import { LEVELS, type MiniGrid, type MiniGridId, type MiniGridObservation } from './index.js';

const IDS = Object.keys(LEVELS) as MiniGridId[];

interface Recording {
  width: number;
  height: number;
  max_steps: number;
  see_through_walls: boolean;
  runs: { seed: number; episodes: Episode[] }[];
}

/** Images and the grid at the reset as hexadecimal digits. */
interface Episode {
  grid: string;
  agent_pos: number[];
  agent_dir: number;
  image0: string;
  mission: string;
  actions: number[];
  images: string[];
  dirs: number[];
  pos: number[][];
  rewards: number[];
  terminated: number[];
  truncated: number[];
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const RECORDED = readdirSync(new URL('../../../test/golden/', import.meta.url))
  .filter((file) => file.startsWith('MiniGrid-'))
  .map((file) => file.replace('.json.gz', '') as MiniGridId);

it.each(RECORDED)('%s as recorded', (id) => {
  const { runs, ...fixed } = readGolden<Recording>(id);
  // Without the guard of make(): the records of Dynamic-Obstacles have actions outside its space.
  const env = unwrapped(make(id)) as MiniGrid;
  const { world, level } = env;
  expect([world.width, world.height, world.maxSteps, level.seeThroughWalls ?? false]).toEqual([
    fixed.width,
    fixed.height,
    fixed.max_steps,
    fixed.see_through_walls,
  ]);
  let mismatches = 0;
  const compare = (actual: unknown[], expected: unknown[]) => {
    if (JSON.stringify(actual) !== JSON.stringify(expected)) mismatches++;
  };
  const shown = ({ image, direction, mission }: MiniGridObservation) => {
    return [hex(image), direction, mission, world.x, world.y];
  };
  for (const { seed, episodes } of runs) {
    episodes.forEach((episode, i) => {
      const { observation } = env.reset(i === 0 ? { seed } : {});
      const { mission } = episode;
      compare(
        [...shown(observation), hex(world.cells)],
        [episode.image0, episode.agent_dir, mission, ...episode.agent_pos, episode.grid],
      );
      episode.actions.forEach((action, t) => {
        const { observation, reward, terminated, truncated } = env.step(action);
        compare(
          [...shown(observation), reward, Number(terminated), Number(truncated)],
          [episode.images[t], episode.dirs[t], mission, ...episode.pos[t]!].concat([
            episode.rewards[t]!,
            episode.terminated[t]!,
            episode.truncated[t]!,
          ]),
        );
      });
    });
  }
  expect(mismatches).toBe(0);
});

/** First digits of the SHA-256 over grid, agent and mission after `reset(seed)` and `reset()`, for seeds 0 to 9. */
const CHECKSUMS: Record<string, string> = {
  'Empty-5x5-v0': 'bb794d',
  'Empty-6x6-v0': 'cd05fd',
  'Empty-8x8-v0': '3b3488',
  'Empty-16x16-v0': '2100f2',
  'Empty-Random-5x5-v0': 'aa995a',
  'Empty-Random-6x6-v0': 'bf27cb',
  'DoorKey-5x5-v0': '460d8d',
  'DoorKey-6x6-v0': '9bb6d7',
  'DoorKey-8x8-v0': 'eb7921',
  'DoorKey-16x16-v0': '72242d',
  'FourRooms-v0': '079acf',
  'SimpleCrossingS9N1-v0': 'fa2af9',
  'SimpleCrossingS9N2-v0': '75ca61',
  'SimpleCrossingS9N3-v0': '1668b4',
  'SimpleCrossingS11N5-v0': '1a0556',
  'LavaCrossingS9N1-v0': '2e297d',
  'LavaCrossingS9N2-v0': 'b33281',
  'LavaCrossingS9N3-v0': '30a684',
  'LavaCrossingS11N5-v0': '72bc5a',
  'LavaGapS5-v0': 'b38e5c',
  'LavaGapS6-v0': 'a19794',
  'LavaGapS7-v0': '4574ef',
  'Unlock-v0': 'e7da7b',
  'UnlockPickup-v0': 'd42945',
  'KeyCorridorS3R1-v0': 'b12757',
  'KeyCorridorS3R2-v0': '690fca',
  'KeyCorridorS3R3-v0': 'ad547e',
  'KeyCorridorS4R3-v0': '7f0ba0',
  'KeyCorridorS5R3-v0': '16eb90',
  'KeyCorridorS6R3-v0': '6217c4',
  'MultiRoom-N2-S4-v0': '0d86e1',
  'MultiRoom-N4-S5-v0': '830958',
  'MultiRoom-N4-S5-v1': 'f531bf',
  'MultiRoom-N6-v0': '6bcd3b',
  'Dynamic-Obstacles-5x5-v0': '0b1355',
  'Dynamic-Obstacles-6x6-v0': 'fa0599',
  'Dynamic-Obstacles-8x8-v0': '5a3d4c',
  'Dynamic-Obstacles-16x16-v0': '7e63e3',
  'Dynamic-Obstacles-Random-5x5-v0': '8cb6b3',
  'Dynamic-Obstacles-Random-6x6-v0': '230656',
  'RedBlueDoors-6x6-v0': '8c987e',
  'RedBlueDoors-8x8-v0': '041bb2',
  'MemoryS7-v0': '929760',
  'MemoryS9-v0': '9aaaaa',
  'MemoryS11-v0': 'e1655c',
  'MemoryS13-v0': '7ee184',
  'MemoryS13Random-v0': 'afe140',
  'MemoryS17Random-v0': '0d2d40',
  'DistShift1-v0': '0fbb19',
  'DistShift2-v0': '6bceaa',
  'GoToDoor-5x5-v0': '89d35e',
  'GoToDoor-6x6-v0': '7023f9',
  'GoToDoor-8x8-v0': '0dbaac',
  'Fetch-5x5-N2-v0': '95b4ef',
  'Fetch-6x6-N2-v0': '4ea603',
  'Fetch-8x8-N3-v0': 'f685ab',
};

it('are the 56 levels of the families', () => {
  expect(IDS.map((id) => id.slice('MiniGrid-'.length)).sort()).toEqual(Object.keys(CHECKSUMS).sort());
  expect(IDS.length).toBe(56);
});

it.each(IDS)('%s begins as in MiniGrid', (id) => {
  const env = make(id);
  const { world } = unwrapped(env) as MiniGrid;
  const hash = createHash('sha256');
  for (let seed = 0; seed < 10; seed++) {
    for (const options of [{ seed }, {}]) {
      const { mission } = env.reset(options).observation;
      hash
        .update(world.cells)
        .update(Uint8Array.of(world.x, world.y, world.direction))
        .update(mission);
    }
  }
  expect(hash.digest('hex').slice(0, 6)).toBe(CHECKSUMS[id.slice('MiniGrid-'.length)]);
});

it.each<[MiniGridId, string, number]>([
  ['MiniGrid-Unlock-v0', '002202230022025', 0.953125],
  ['MiniGrid-UnlockPickup-v0', '1321205222240223', 0.95],
  ['MiniGrid-KeyCorridorS3R1-v0', '152300252004003', 0.95],
  ['MiniGrid-KeyCorridorS3R3-v0', '12221523002504123', 0.9433333333333334],
  ['MiniGrid-RedBlueDoors-6x6-v0', '1225002225', 0.9875],
  ['MiniGrid-Dynamic-Obstacles-5x5-v0', '12422122', 0.9279999999999999],
  ['MiniGrid-GoToDoor-8x8-v0', '22221226', 0.971875],
])('%s is solved by %s', (id, actions, reward) => {
  const env = unwrapped(make(id)) as MiniGrid;
  env.reset({ seed: 0 });
  const results = [...actions].map((action) => env.step(Number(action)));
  expect(results.at(-1)).toMatchObject({ reward, terminated: true, truncated: false });
  expect(results.slice(0, -1).every(({ reward, terminated }) => reward === 0 && !terminated)).toBe(true);
});
