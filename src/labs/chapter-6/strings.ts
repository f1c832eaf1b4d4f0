// A genetic algorithm that finds a sentence.
import { evolve, sequenceMatcherRatio, strings } from '../../agents/index.js';
import { atLeast, atMost, defineLab, exactly, mean } from '../index.js';

export const lab = defineLab({
  name: 'strings',
  chapter: '6',
  title: 'Evolving a sentence',
  asks: "Does evolution find 'Hello World!' among 53¹² strings, and does it matter what counts as like it?",
  settings: { seeds: 5, population: 3000, generations: 100, selects: true },
  quick: { seeds: 2 },
  flaw: { what: 'all strings are equally fit', settings: { selects: false } },
  async program({ seedList, population, generations, selects }, lab) {
    const target = 'Hello World!';
    const runs = await lab.each('seed', seedList, (seed) => {
      const similarity = selects ? sequenceMatcherRatio : () => 0.1;
      const asPrinted = strings(target, { mutationRate: 0.001, similarity });
      const printed = evolve(asPrinted, { populationSize: population, generations, elites: 0, seed });
      const places = selects ? {} : { similarity };
      const byPlaces = strings(target, { mutationRate: 0.001, ...places });
      const found = evolve(byPlaces, { populationSize: population, generations, target: 1, seed });
      return {
        history: printed.history.map(({ mean }) => mean),
        fitness: printed.fitness,
        best: found.best,
        generation: found.generation,
      };
    });
    lab.check('mean fitness at first', mean(runs.map(({ history }) => history[0]!)), atMost(0.13), 0.11);
    lab.check(
      'mean fitness at last, worst seed',
      Math.min(...runs.map(({ history }) => history.at(-1)!)),
      atLeast(0.75),
    );
    lab.check(
      'best fitness, worst seed',
      Math.min(...runs.map(({ fitness }) => fitness)),
      atLeast(0.9),
      'exactly found',
    );
    const hits = runs.filter(({ best }) => best === target).length;
    lab.check('found exactly when places count (share of seeds)', hits / runs.length, exactly(1));
    lab.check('in generation, latest', Math.max(...runs.map(({ generation }) => generation)), atMost(40));
    lab.plot({
      title: 'Mean fitness, as printed',
      xLabel: 'generation',
      series: runs.map(({ history }, i) => ({
        label: `seed ${seedList[i]}`,
        x: history.map((_, g) => g),
        y: history,
      })),
    });
  },
});
