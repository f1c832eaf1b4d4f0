// When work is shared: waiting in vain is made up for by computing alone, whatever the clock says.
import { expect, it } from 'vitest';
import { Pace } from './thread-pace.js';

it('shares while workers pay for the waiting', () => {
  const pace = new Pace();
  for (let now = 0; now < 1000; now++) {
    // A little is lost in one call and gained in the next.
    pace.settle(1, now % 2 === 0 ? 1.2 : 0.6, now);
    expect(pace.isOpen(now)).toBe(true);
  }
});

it('computes alone for fifty times what was lost, then tries again', () => {
  const pace = new Pace();
  pace.settle(1, 5, 100);
  expect(pace.isOpen(100)).toBe(false);
  expect(pace.isOpen(299)).toBe(false);
  expect(pace.isOpen(300)).toBe(true);
});

it('adds up small losses, and loses no more than a fiftieth', () => {
  const pace = new Pace();
  let [now, lost] = [0, 0];
  while (now < 10_000) {
    if (pace.isOpen(now)) {
      pace.settle(1, 1.1, now);
      lost += 0.1;
    }
    now += 1;
  }
  expect(lost / now).toBeLessThan(1 / 40);
});
