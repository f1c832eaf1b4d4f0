// Memoised Fibonacci numbers: what dynamic programming saves.
import { atMost, defineLab, exactly } from '../index.js';

export const lab = defineLab({
  name: 'fibonacci',
  chapter: '1',
  title: 'Dynamic programming in six lines: Fibonacci numbers',
  asks: 'How many calls does a recursive function save that looks up what it has computed before?',
  settings: { n: 30, remembers: true },
  flaw: { what: 'the table of known values is never filled', settings: { remembers: false } },
  program({ n, remembers }, lab) {
    let calls = 0;
    const plain = (n: number): number => {
      calls++;
      return n <= 1 ? n : plain(n - 1) + plain(n - 2);
    };
    const known = new Map([
      [0, 0],
      [1, 1],
    ]);
    const memoised = (n: number): number => {
      calls++;
      const value = known.get(n) ?? memoised(n - 1) + memoised(n - 2);
      if (remembers) known.set(n, value);
      return value;
    };
    const counted = (fibonacci: (n: number) => number, n: number) => {
      calls = 0;
      return [fibonacci(n), calls] as const;
    };

    lab.check('the seventh number', counted(memoised, 7)[0], exactly(13), 13);
    const sizes = Array.from({ length: n - 1 }, (_, i) => i + 2);
    const callsOf = (fibonacci: (n: number) => number) =>
      sizes.map((size) => {
        for (const i of [...known.keys()]) if (i > 1) known.delete(i);
        return counted(fibonacci, size)[1];
      });
    const [slow, fast] = [callsOf(plain), callsOf(memoised)];
    lab.check(`calls for number ${n}, memoised`, fast.at(-1)!, atMost(2 * n - 1));
    lab.tell(`calls for number ${n}, plain`, slow.at(-1)!);
    lab.plot({
      title: 'Calls for one number',
      xLabel: 'n',
      yLabel: 'powers of ten',
      series: [
        { label: 'plain', x: sizes, y: slow.map(Math.log10) },
        { label: 'memoised', x: sizes, y: fast.map(Math.log10) },
      ],
    });
  },
});
