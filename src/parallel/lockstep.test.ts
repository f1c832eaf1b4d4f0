// The order of rounds, whatever wakes a worker.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { Lockstep } from './lockstep.js';

it('begins no round twice when the caller notifies late', async () => {
  const buffer = Lockstep.allocate(1);
  const program = `
    const { parentPort, workerData } = require('node:worker_threads');
    import(${JSON.stringify(new URL('../../dist/parallel/lockstep.js', import.meta.url).href)}).then(({ Lockstep }) => {
      parentPort.postMessage(new Lockstep(workerData, 1).next(0));
    });`;
  const worker = new Worker(program, { eval: true, workerData: buffer });
  const answer = once(worker, 'message');
  const words = new Int32Array(buffer);
  // A caller that was interrupted after it had begun a round wakes the worker that waits for the next one already.
  let answered = false;
  void answer.then(() => {
    answered = true;
  });
  // Twice: the second time it has gone back to sleep.
  for (let woken = 0; woken < 2 && !answered; ) {
    woken += Atomics.notify(words, 0);
    await new Promise((passed) => setTimeout(passed, 1));
  }
  new Lockstep(buffer, 1).begin(5);
  expect(await answer).toEqual([{ round: 1, command: 5 }]);
  await worker.terminate();
});
