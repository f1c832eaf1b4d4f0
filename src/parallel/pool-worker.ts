// The thread behind `WorkerPool`: runs one job after the other and answers each with its value or its error.
import { parentPort } from 'node:worker_threads';
import { importFunction, type ModuleRef } from './module-ref.js';
import type { PoolReply, READY } from './pool-thread.js';
import { thrown } from './thrown-error.js';

interface Request {
  task: Required<ModuleRef>;
  input: unknown;
  index: number;
  /** Only where it is not what it was for the job before. */
  common?: unknown;
}

type Task = (input: unknown, index: number, common: unknown) => unknown;

const port = parentPort!;
const tasks = new Map<string, Task>();
let common: unknown;
let last: Promise<void> = Promise.resolve();

port.on('message', (request: Request | 'exit') => {
  last = last.then(() => (request === 'exit' ? port.close() : answer(request)));
});

async function answer(request: Request): Promise<void> {
  const { task, input, index } = request;
  if ('common' in request) common = request.common;
  const began = performance.now();
  const reply = (content: Omit<PoolReply, 'ms'>) =>
    port.postMessage({ ...content, ms: performance.now() - began } satisfies PoolReply);
  try {
    const key = `${task.module}#${task.export}`;
    let run = tasks.get(key);
    if (!run) {
      run = await importFunction<Task>(task);
      tasks.set(key, run);
      // Its own time begins now.
      port.postMessage('ready' satisfies typeof READY);
    }
    reply({ value: await run(input, index, common) });
  } catch (error) {
    // Also when the value cannot be sent.
    reply({ error: thrown(error) });
  }
}
