// Attention over frames: which cells are tinted how much, and the file that the report makes of it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import '../envs/minigrid/index.js';
import { type AttentionMaps, attentionMaps, DQN } from '../agents/index.js';
import { type CellBox, type Drawing, makeVec, type Shape } from '../envs/index.js';
import { train } from '../train/index.js';
import { drawAttention, writeReport } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'trainyard-attention-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const drawing: Drawing = { width: 20, height: 20, background: '#000000', shapes: [] };
/** Four cells, one head: cell 2 asks cell 1 most, cell 0 asks cell 3. */
const maps: AttentionMaps = {
  ...{ heads: 1, height: 2, width: 2, agent: 2 },
  weights: Float32Array.of(0.1, 0.1, 0, 0.8, 0.25, 0.25, 0.25, 0.25, 0.2, 0.4, 0.3, 0.1, 1, 0, 0, 0),
};
const tints = ({ shapes }: Drawing) =>
  shapes
    .filter(
      (shape): shape is Extract<Shape, { kind: 'rect' }> =>
        shape.kind === 'rect' && String(shape.fill).startsWith('rgba'),
    )
    .map(({ x, y, fill, stroke }) => [x, y, Number(/([\d.]+)\)$/.exec(fill!)![1]), stroke !== undefined]);

it('tints cells by how much that of the agent asks them, relative to the most, and outlines it', () => {
  expect(tints(drawAttention(drawing, maps))).toEqual([
    [0, 0, 0.375, false],
    [10, 0, 0.75, false],
    [0, 10, 0.563, true],
    [10, 10, 0.188, false],
  ]);
});

it('or by the most that any cell asks them; where the environment says cells are, and nowhere else', () => {
  const cells: (CellBox | null)[] = [{ x: 1, y: 2, width: 3, height: 4 }, null, null, null];
  expect(tints(drawAttention(drawing, maps, { cells, of: 'most' }))).toEqual([[1, 2, 0.75, false]]);
  expect(() => drawAttention(drawing, maps, { cells: cells.slice(1) })).toThrow(
    /between 4 nodes, the environment draws 3 observed cells/,
  );
});

it('tells where the cells of a view lie in the picture of MiniGrid', () => {
  const wrappers = [{ name: 'ImgObsWrapper', options: {} }];
  const { envs } = makeVec('MiniGrid-Empty-5x5-v0', { wrappers } as never) as never as {
    envs: { reset(o: object): unknown; observedCells(): (CellBox | null)[] }[];
  };
  envs[0]!.reset({ seed: 1 });
  // The agent stands at (1, 1) and looks right: its own cell is the last of column 3, ahead of it are (2, 1) and on.
  const cells = envs[0]!.observedCells();
  expect(cells).toHaveLength(49);
  expect(cells[27]).toEqual({ x: 80, y: 80, width: 80, height: 80 });
  expect(cells[26]).toEqual({ x: 160, y: 80, width: 80, height: 80 });
  expect(cells[34]).toEqual({ x: 80, y: 160, width: 80, height: 80 });
  expect(cells[0]).toBeNull();
});

it('refuses agents without it', () => {
  const agent = new DQN('CartPole-v1', { hiddenSizes: [4] });
  expect(() => attentionMaps(agent, [0, 0, 0, 0])).toThrow(
    /that of relational features, .*this dqn agent has none/,
  );
});

it('becomes a file of the run on request', async () => {
  const out = join(folder, 'run');
  const features = { type: 'relational', channels: 'last', convolutions: [[4, 1, 1]], width: 4, size: 4 };
  const { agent } = await train({
    ...{ env: 'MiniGrid-DoorKey-5x5-v0', algo: 'dqn', preset: false, totalSteps: 40, finalEpisodes: 0, out },
    ...{ envOptions: { maxSteps: 12 }, wrappers: ['ImgObsWrapper'], evaluation: { episodes: 1, every: 40 } },
    config: { features, hiddenSizes: [], learningStarts: 20, batchSize: 4, targetUpdateInterval: 20 },
  });
  agent.env!.close();
  expect((await writeReport(out)).attention).toBeUndefined();
  const { attention } = await writeReport(out, { attention: 'agent' });
  expect(readFileSync(attention!).subarray(0, 3).toString()).toBe('GIF');
});
