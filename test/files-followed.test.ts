// How many files a reader opens to follow one gradient step: those of agents, memory and exploration that run in it,
// counted by the coverage of the built package. Tensor operations, layers and optimisers are not counted.

import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector';
import { afterAll, beforeAll, expect, it } from 'vitest';

const dist = new URL('../dist/index.js', import.meta.url).href;
const { DQN, makeVec, PPO } = (await import(dist)) as typeof import('../src/index.js');

const session = new Session();

/** What ran since the last call. The answer comes before `post` returns, as the session belongs to this thread. */
function coverage(): Profiler.ScriptCoverage[] {
  let scripts: Profiler.ScriptCoverage[] = [];
  session.post('Profiler.takePreciseCoverage', (error, { result }) => {
    if (error) throw error;
    scripts = result;
  });
  return scripts;
}

/** Files below dist/ in which a named function ran while `agent[method]` did, computed or repeated. */
async function filesOf(agent: { learn(budget: { totalSteps: number }): Promise<unknown> }, method: string) {
  const target = agent as unknown as Record<string, (...args: unknown[]) => unknown>;
  const original = target[method]!;
  const scripts: Profiler.ScriptCoverage[] = [];
  target[method] = function (...args) {
    coverage();
    const result = original.apply(this, args);
    scripts.push(...coverage());
    return result;
  };
  await agent.learn({ totalSteps: 128 });
  const ran = ({ functionName, ranges }: Profiler.FunctionCoverage) =>
    functionName !== '' && ranges[0]!.count > 0;
  const files = scripts
    .filter(({ functions }) => functions.some(ran))
    .flatMap(({ url }) => url.split('/dist/')[1] ?? [])
    .filter((file) => /^(agents|memory|explore)\//.test(file));
  return [...new Set(files)].sort();
}

beforeAll(() => {
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true });
});
afterAll(() => session.disconnect());

it('DQN: at most 10', async () => {
  const agent = new DQN('CartPole-v1', { seed: 1, learningStarts: 32, trainFreq: 1 });
  const files = await filesOf(agent, 'learnOnce');
  expect(files).toContain('agents/dqn/dqn.js');
  expect(files.length, files.join('\n')).toBeLessThanOrEqual(10);
});

it('PPO: at most 12', async () => {
  const env = makeVec('CartPole-v1', { numEnvs: 1 });
  const files = await filesOf(new PPO(env, { seed: 1, nSteps: 64, batchSize: 32, nEpochs: 1 }), 'update');
  expect(files).toContain('agents/ppo/ppo.js');
  expect(files.length, files.join('\n')).toBeLessThanOrEqual(12);
});
