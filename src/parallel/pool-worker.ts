// The thread behind `WorkerPool`: runs one job at a time and answers with its value or its error.
import { parentPort } from 'node:worker_threads';
import { importFunction, type ModuleRef } from './module-ref.js';
import { thrown } from './thrown-error.js';
import type { PoolReply } from './worker-pool.js';

interface Request {
  task: Required<ModuleRef>;
  input: unknown;
  index: number;
}

const port = parentPort!;
port.on('message', async (request: Request | 'exit') => {
  if (request === 'exit') return port.close();
  let reply: PoolReply;
  try {
    const run = await importFunction<(input: unknown, index: number) => unknown>(request.task);
    reply = { value: await run(request.input, request.index) };
  } catch (error) {
    reply = { error: thrown(error) };
  }
  try {
    port.postMessage(reply);
  } catch (error) {
    port.postMessage({ error: thrown(error) });
  }
});
