// How rewards move a distribution over returns.
import { dist } from '../../agents/index.js';
import { defineLab, exactly, near } from '../index.js';

const MANY = [10, 10, 10, 0, 1, 0, -10, -10, 10, 10];

export const lab = defineLab({
  name: 'update-dist',
  chapter: '7',
  title: 'A distribution that learns from rewards',
  asks: 'What becomes of a uniform distribution when rewards pull probability towards themselves?',
  settings: { gamma: 0.7, takes: true },
  flaw: { what: 'neighbours give nothing', settings: { takes: false } },
  program({ gamma, takes }, lab) {
    const support = dist.evenSupport(-10, 10, 51);
    const uniform = new Float64Array(51).fill(1 / 51);
    const learn = (rewards: readonly number[], gamma: number, from: Float64Array): Float64Array =>
      rewards.reduce(
        (p, reward) => dist.updateDist(reward, support, p, { gamma: takes ? gamma : 0, literal: true }),
        from,
      );

    const once = learn([-1], 0.1, uniform);
    lab.check('after one reward of -1: the atom at -1.2', once[22]!, near(0.023427, 1e-6));
    lab.check('mean then', dist.expectation(support, once), near(-0.005206, 1e-6));
    const several = learn(MANY, 0.5, once);
    const peaks = [...several.keys()].filter(
      (i) => several[i]! > (several[i - 1] ?? 0) && several[i]! > (several[i + 1] ?? 0),
    );
    lab.check('peaks after ten rewards', peaks.length, exactly(4), 4);
    const places = [-10, 0, 1.2, 10].map((place, i) => Math.abs(place - support[peaks[i]!]!));
    lab.check('from -10, 0, 1.2 and 10, at most', Math.max(...places), near(0, 1e-9), 'as plotted');
    lab.check('the highest of them', several[50]!, near(0.072955, 1e-6));
    const edge = (literal: boolean) => dist.updateDist(-9.6, support, uniform, { gamma: 0.5, literal })[1]!;
    lab.check('a reward of -9.6: its atom, as printed', edge(true), near(0.028846, 1e-6));
    lab.check('where the border takes part', edge(false), near(0.038095, 1e-6), 'never');
    const same = learn(Array(20).fill(5), gamma, uniform);
    lab.check('mean after twenty rewards of 5', dist.expectation(support, same), near(5.008047, 1e-6), 5);
    lab.check('variance then', dist.variance(support, same), near(2.491199, 1e-6), 'narrow');
    lab.check(
      'sum of probabilities',
      same.reduce((sum, p) => sum + p, 0),
      near(1, 1e-12),
    );
    lab.plot({
      title: 'Probabilities of returns',
      xLabel: 'return',
      series: [
        { label: 'one -1, γ .1', x: [...support], y: [...once] },
        { label: 'ten rewards, γ .5', x: [...support], y: [...several] },
        { label: `twenty 5s, γ ${gamma}`, x: [...support], y: [...same] },
      ],
    });
  },
});
