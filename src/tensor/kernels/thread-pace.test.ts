// When work is shared: what has been faster is done, whatever the clock says; all times here are made up.
import { expect, it } from 'vitest';
import { Pace, Paces } from './thread-pace.js';

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
