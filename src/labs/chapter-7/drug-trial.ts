// A drug trial: what the mean of a distribution with two modes hides.
import { dist } from '../../agents/index.js';
import { Generator } from '../../random/index.js';
import { atLeast, atMost, defineLab, exactly, near } from '../index.js';

export const lab = defineLab({
  name: 'drug-trial',
  chapter: '7',
  title: 'A drug trial: means hide modes',
  asks: 'A drug lowers blood pressure by 12 mmHg on average. Whom does that describe?',
  settings: { patients: 20_000, share: 0.5 },
  flaw: { what: 'all patients are of one kind', settings: { share: 1 } },
  program({ patients, share }, lab) {
    const rng = new Generator(7);
    const control = Array.from({ length: patients }, () => rng.normal(-3, 1.5));
    const treated = Array.from({ length: patients }, () =>
      rng.random() < share ? rng.normal(-22.3, 2) : rng.normal(-2.5, 1),
    );
    const bins = dist.evenSupport(-30, 5, 36);
    const histogram = (values: readonly number[]) => {
      const counts = new Float64Array(bins.length);
      for (const value of values) counts[dist.nearestAtom(value, bins)]! += 1 / values.length;
      return counts;
    };
    const [p, q] = [histogram(control), histogram(treated)];
    const mean = dist.expectation(bins, q);
    const modes = [...q.keys()].filter(
      (i) => q[i]! > 0.02 && q[i]! >= (q[i - 1] ?? 0) && q[i]! > (q[i + 1] ?? 0),
    );
    const near3 = treated.filter((value) => Math.abs(value - mean) < 3).length / patients;
    lab.check('mean change of the treated', mean, near(-12.4, 0.3), '-13, later -9');
    lab.check('modes', modes.length, exactly(2), 2);
    lab.check('the lower mode', bins[modes[0]!]!, near(-22.3, 1), -22.3);
    lab.check('patients within 3 mmHg of the mean', near3, atMost(0.001));
    lab.check(
      'deviation of the treated / of the control',
      Math.sqrt(dist.variance(bins, q) / dist.variance(bins, p)),
      atLeast(4),
    );
    lab.plot({
      title: 'Change of blood pressure, share of patients',
      xLabel: 'mmHg',
      series: [
        { label: 'control', x: [...bins], y: [...p] },
        { label: 'treated', x: [...bins], y: [...q] },
      ],
    });
  },
});
