// One actor-critic and many workers, who take turns, or wait for one another, or have a thread each.
import { A3C, type A3COptions, namedPreset } from '../../agents/index.js';
import { atLeast, defineLab, exactly, median } from '../index.js';
import { train } from './many-workers.js';

type Mode = NonNullable<A3COptions['mode']>;

export const lab = defineLab({
  name: 'worker-modes',
  chapter: '5',
  title: 'In turns, in step, in threads',
  asks: 'Does it matter whether workers take turns, wait for one another or run in threads, and is every update counted?',
  settings: {
    seeds: 3,
    share: 1,
    learningRate: 1e-4,
    threads: [2, 7] as readonly number[],
    counted: 20_000,
    compares: true,
  },
  // Threads take longer to start than to learn.
  quick: { seeds: 1, share: 0.2, learningRate: 3e-4, threads: [], counted: 500, compares: false },
  flaw: { what: 'the policy hardly changes', settings: { learningRate: 1e-7 } },
  needs: 'threads',
  async program({ seedList, share, learningRate, threads, counted, compares }, lab) {
    const { config, totalSteps } = namedPreset('a3c', 'book');
    const book = { ...(config as A3COptions), learningRate };
    const inMode = (mode: Mode, workers: number, seed: number, times = 1) => {
      const options = { ...book, mode, workers, seed, learningRate: times * learningRate };
      return train(options, ({ numTimesteps }) => numTimesteps >= share * totalSteps!);
    };
    const runs = await lab.each('seed', seedList, async (seed) => {
      const inThreads: Awaited<ReturnType<typeof train>>[] = [];
      for (const workers of threads) inThreads.push(await inMode('async', workers, seed));
      return {
        inTurns: (await inMode('inline', 7, seed)).mean,
        // Seven gradients make one update of their mean, which may go seven times as far.
        inStep: (await inMode('sync', 7, seed, 7)).mean,
        inThreads: inThreads.map(({ mean }) => mean),
        codes: inThreads.flatMap(({ exitCodes }) => exitCodes),
      };
    });
    const middle = (of: (run: (typeof runs)[number]) => number) => median(runs.map(of));
    lab.check(
      'in turns',
      middle(({ inTurns }) => inTurns),
      atLeast(200, { quick: 50 }),
      300,
    );
    lab.check(
      'in step, seven times the step size',
      middle(({ inStep }) => inStep),
      atLeast(200, { quick: 50 }),
    );
    for (const [i, workers] of threads.entries()) {
      lab.check(
        `in ${workers} threads`,
        middle(({ inThreads }) => inThreads[i]!),
        atLeast(170, { quick: 50 }),
      );
    }

    /** How many steps a second, once all have started. */
    const timed = async (mode: Mode, workers: number, options: A3COptions = {}) => {
      const agent = new A3C('CartPole-v1', { ...book, ...options, mode, workers, seed: 100 });
      let [steps, began] = [0, 0];
      const onIteration = () => {
        if (steps > 0) return;
        [steps, began] = [agent.numTimesteps, performance.now()];
      };
      await agent.learn({ totalSteps: counted, callbacks: [{ onIteration }] });
      return { agent, speed: (counted - steps) / (performance.now() - began) };
    };
    // Each step is an update here, and steps are counted apart.
    const { agent } = await timed('async', 2, { nSteps: 1 });
    lab.check('updates counted, a step each, of all', agent.updates / counted, exactly(1));
    const codes = [...agent.exitCodes, ...runs.flatMap((run) => run.codes)];
    const started = 2 + runs.length * threads.reduce((sum, workers) => sum + workers, 0);
    lab.check(
      'threads that ended well',
      codes.filter((code) => code === 0).length,
      exactly(started),
      'exit code 0',
    );
    if (!compares) return;
    const [one, none, two] = [await timed('async', 1), await timed('inline', 1), await timed('async', 2)];
    lab.check('one thread and none: weights that differ', different(one.agent, none.agent), exactly(0));
    lab.tell('steps per second of two threads / of one', two.speed / one.speed);
  },
});

function different(a: A3C, b: A3C): number {
  const [left, right] = [a, b].map(({ network }) => network.parameters().flatMap(({ data }) => [...data]));
  return left!.filter((weight, i) => weight !== right![i]).length;
}
