// Breeding by many who tell each other nothing but how fit their individuals are.
import { Neuroevolution, type NeuroevolutionOptions, namedPreset } from '../../agents/index.js';
import { atLeast, defineLab, exactly, mean, near } from '../index.js';

export const lab = defineLab({
  name: 'distributed-breeding',
  chapter: '6',
  title: 'One seed, one population, many breeders',
  asks: 'Do breeders who share a seed have the same population in every generation, with nothing sent but fitness?',
  settings: { generations: 40, breeders: 4, threads: [2, 3], sharesSeed: true },
  quick: { generations: 8, threads: [2] },
  flaw: { what: 'every breeder has a seed of its own', settings: { sharesSeed: false, threads: [] } },
  needs: 'threads',
  async program({ seedList: [seed], generations, breeders, threads, sharesSeed }, lab) {
    const { env, config } = namedPreset('neuroevolution', 'book');
    const make = (seed: number, workers = 1) =>
      new Neuroevolution(env, { ...(config as NeuroevolutionOptions), seed, workers });

    // Without a master: each plays the episodes of every fourth individual, hears of the others, and breeds all of the next.
    const all = Array.from({ length: breeders }, (_, i) => make(seed! + (sharesSeed ? 0 : i)));
    const { populationSize, dimension } = all[0]!.search;
    const best: number[] = [];
    const hashes = [all.map(({ search }) => search.populationHash())];
    for (let generation = 0; generation < generations; generation++) {
      const fitness = new Float64Array(populationSize);
      for (const index of fitness.keys()) {
        const records = await all[index % breeders]!.evaluate(index, index + 1);
        // Return and length of each episode stand side by side.
        fitness[index] = mean(records.filter((_, i) => i % 2 === 0));
      }
      best.push(Math.max(...fitness));
      for (const { search } of all) search.tell(fitness);
      hashes.push(all.map(({ search }) => search.populationHash()));
    }
    const alike = hashes.filter((each) => new Set(each).size === 1).length;
    lab.check('generations in which all have one population', alike, exactly(generations + 1), 'all');
    lab.check('populations that differ', new Set(hashes.flat()).size, exactly(generations + 1));
    lab.check('steps of the best', Math.max(...best), atLeast(400, { quick: 50 }), 500);
    lab.check('bytes of an individual', 4 * dimension, exactly(728), 4000);
    lab.tell('bytes told of it', Float64Array.BYTES_PER_ELEMENT, 8);
    /** Speed-up over as many times the machines. */
    const efficiency = (speedUp: number, times: number) => speedUp / times;
    lab.check('efficiency of ten machines, nine times as fast', efficiency(9, 10), near(0.9, 1e-9), 0.9);
    lab.check('of 80 times the cores, 66 times as fast', efficiency(66, 80), near(0.825, 1e-9), 'linear');

    // Threads are sent the numbers of a generation and of an individual, which they have bred by themselves.
    const seconds = new Map<number, number>();
    const inThreads = async (workers: number) => {
      const agent = make(seed!, workers);
      const seen = [agent.search.populationHash()];
      const onMetrics = () => void seen.push(agent.search.populationHash());
      const began = performance.now();
      await agent.learn({ totalIterations: generations, callbacks: [{ onMetrics }] });
      seconds.set(workers, (performance.now() - began) / 1000);
      return seen;
    };
    if (threads.length > 0) await inThreads(1);
    for (const workers of threads) {
      const same = (await inThreads(workers)).filter((hash, i) => hash === hashes[i]![0]).length;
      lab.check(`generations alike in ${workers} threads`, same, exactly(generations + 1));
      const faster = seconds.get(1)! / seconds.get(workers)!;
      // A quick run is over before its threads have begun.
      if (!lab.quick) lab.tell(`efficiency of ${workers} threads here`, efficiency(faster, workers));
    }
    lab.plot({
      title: 'Best of each generation',
      xLabel: 'generation',
      series: [{ label: `${breeders} breeders`, x: best.map((_, g) => g), y: best }],
    });
  },
});
