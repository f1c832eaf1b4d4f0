// When work is shared: what has been faster is done, whatever the clock says; all times here are made up.
import { expect, it } from 'vitest';
import { Pace, Paces, WholePace } from './thread-pace.js';

/** Time that `calls` of one unit take, where computing alone takes `alone` and sharing what `shared` says of each. */
function spend(pace: Pace, calls: number, alone: number, shared: (call: number) => number): number {
  let total = 0;
  for (let call = 0; call < calls; call++) {
    const took = pace.shares ? shared(call) : alone;
    pace.settle(1, took);
    total += took;
  }
  return total;
}

it('shares where that is faster, for all but a few calls', () => {
  expect(spend(new Pace(), 10_000, 0.03, () => 0.02)).toBeLessThan(10_000 * 0.0204);
});

it('computes alone where sharing is slower', () => {
  expect(spend(new Pace(), 10_000, 0.03, () => 0.05)).toBeLessThan(10_000 * 0.0307);
});

it('loses next to nothing where workers are put aside all the time', () => {
  const busy = (call: number) => (call % 50 === 0 ? 3 : 0.02);
  expect(spend(new Pace(), 100_000, 0.03, busy)).toBeLessThan(100_000 * 0.031);
});

it('goes on sharing where they are put aside now and then', () => {
  const busy = (call: number) => (call % 1000 === 999 ? 3 : 0.02);
  expect(spend(new Pace(), 100_000, 0.03, busy)).toBeLessThan(100_000 * 0.0236);
});

it('gives up soon after the machine has become busy, and shares again when it is idle', () => {
  const pace = new Pace();
  spend(pace, 10_000, 0.03, () => 0.02);
  expect(spend(pace, 100_000, 0.03, () => 0.06) - 100_000 * 0.03).toBeLessThan(20.3 + 100_000 * 0.0007);
  spend(pace, 2000, 0.03, () => 0.02);
  expect(spend(pace, 10_000, 0.03, () => 0.02)).toBeLessThan(10_000 * 0.0204);
});

it('is not misled by an interruption while it learns what computing alone takes', () => {
  const pace = new Pace();
  spend(pace, 1000, 0.03, () => 0.04);
  while (pace.shares) pace.settle(1, 0.04);
  pace.settle(1, 100);
  expect(spend(pace, 10_000, 0.03, () => 0.04)).toBeLessThan(10_000 * 0.031);
});

it('learns of each kernel and size apart', () => {
  const paces = new Paces();
  expect(paces.of('gemm', 1000)).toBe(paces.of('gemm', 600));
  expect(paces.of('gemm', 1000)).not.toBe(paces.of('gemm', 2000));
  expect(paces.of('gemm', 1000)).not.toBe(paces.of('adam', 1000));
  expect(paces.of('gemm', 1e15)).toBeInstanceOf(Pace);
});

/** Milliseconds of `calls` calls, each `alone` or `shared` and then `after(shares)` until the next. */
function spendWhole(
  pace: { shares(): boolean; settle(start: number, end: number): void },
  calls: number,
  took: (shares: boolean, call: number) => { inside: number; after: number },
): number {
  let now = 0;
  for (let call = 0; call < calls; call++) {
    const { inside, after } = took(pace.shares(), call);
    pace.settle(now, now + inside);
    now += inside + after;
  }
  return now;
}

const whole = (pace = new WholePace()) => ({
  shares: () => pace.shares,
  settle: (start: number, end: number) => pace.settle(1, start, end),
});

const kernel = (paces = new Paces()) => ({
  shares: () => paces.shares('gemm', 1000),
  settle: (start: number, end: number) => paces.settle(1000, start, end),
});

it('shares where everything is faster by it', () => {
  const took = (shares: boolean) => ({ inside: shares ? 0.1 : 0.2, after: 0.1 });
  expect(spendWhole(whole(), 100_000, took)).toBeLessThan(100_000 * 0.206);
  expect(spendWhole(kernel(), 100_000, took)).toBeLessThan(100_000 * 0.208);
});

it('computes alone where a call gains less than what follows it loses', () => {
  const took = (shares: boolean) => ({ inside: shares ? 0.1 : 0.2, after: shares ? 0.25 : 0.1 });
  expect(spendWhole(whole(), 100_000, took)).toBeLessThan(100_000 * 0.303);
  expect(spendWhole(kernel(), 100_000, took)).toBeLessThan(100_000 * 0.304);
});

it('soon shares again after one stretch that another program has spoilt', () => {
  const took = (shares: boolean, call: number) =>
    shares && call < 1000 ? { inside: 1, after: 0.1 } : { inside: shares ? 0.1 : 0.2, after: 0.1 };
  expect(spendWhole(whole(), 10_000, took)).toBeLessThan(10_000 * 0.22);
});

it('counts no pause between calls as theirs', () => {
  const took = (shares: boolean, call: number) => ({
    inside: shares ? 0.1 : 0.2,
    after: call % 100 === 0 ? 100 : 0.1,
  });
  expect(spendWhole(whole(), 10_000, took) - 100 * 99.9).toBeLessThan(10_000 * 0.21);
});
