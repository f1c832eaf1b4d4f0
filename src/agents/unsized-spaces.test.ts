// Spaces without a fixed size are refused by their name, before anything is trained; texts are learnt from.
import { expect, it } from 'vitest';
import { checkEnv, type Env } from '../envs/index.js';
import { Dict, Discrete, Graph, Sequence, type Space, Text } from '../spaces/index.js';
import { algorithms, PPO } from './index.js';

/** Shows what its space samples; episodes last five steps, and reward is for the action that the text asks for. */
class Samples implements Env {
  private steps = 0;
  private shown: unknown;

  constructor(
    readonly observationSpace: Space,
    readonly actionSpace: Space,
  ) {}

  reset({ seed }: { seed?: unknown } = {}) {
    if (typeof seed === 'number') this.observationSpace.seed(seed);
    this.steps = 0;
    this.shown = this.observationSpace.sample();
    return { observation: this.shown, info: {} };
  }

  step(action: unknown) {
    const reward =
      String((this.shown as { mission?: string }).mission).startsWith('a') === (action === 1) ? 1 : 0;
    this.shown = this.observationSpace.sample();
    const terminated = ++this.steps % 5 === 0;
    return { observation: this.shown, reward, terminated, truncated: false, info: {} };
  }
}

const list = new Sequence(new Discrete(3)) as Space;
const graph = new Graph({ nodeSpace: new Discrete(3) }) as Space;

it.each(algorithms().filter(({ spaces }) => spaces))('$id', ({ create }) => {
  const observing = (space: Space) => () => create(new Samples(space, new Discrete(2)), {});
  expect(observing(list)).toThrow(/^Observations of Sequence\(Discrete\(3\), stack=false\) differ in size/);
  expect(observing(new Dict({ graph, n: new Discrete(2) }))).toThrow(/^Observations of Dict\(graph: Graph\(/);
  expect(() => create(new Samples(new Discrete(2), list), {})).toThrow(
    /^Actions of Sequence\(.* differ in size/,
  );
});

it('checkEnv has nothing against them', () => {
  for (const space of [list, graph]) {
    const findings = checkEnv(new Samples(space, new Discrete(2)));
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  }
});

it('PPO learns what a text asks for', async () => {
  const mission = new Text(1, { charset: 'ab' });
  const env = new Samples(new Dict({ mission }), new Discrete(2));
  const agent = new PPO(env, { seed: 1, nSteps: 64, batchSize: 64, learningRate: 0.02 });
  await agent.learn({ totalSteps: 1500 });
  expect(agent.predict({ mission: 'a' })).toBe(1);
  expect(agent.predict({ mission: 'b' })).toBe(0);
});
