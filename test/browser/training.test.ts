// Agents in a page: trained in a Worker, evaluated, saved to bytes; bytes go both ways between the page and Node.
import { describe, expect, it } from 'vitest';
import type { Answer, Request } from './training.worker.js';

async function inWorker(request: Request): Promise<Answer> {
  const worker = new Worker(new URL('./training.worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data));
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(request);
    });
  } finally {
    worker.terminate();
  }
}

/** What Node makes of it: see `nodeAgents` in vitest.browser.config.ts. */
async function inNode(request: Request): Promise<{ bytes: Uint8Array; actions: unknown[] }> {
  const [path, body] = 'load' in request ? ['load', request.load] : [`train/${request.train}`, null];
  const response = await fetch(`/node-agents/${path}`, { method: 'POST', body: body as BodyInit | null });
  if (!response.ok) throw new Error(await response.text());
  const { bytes, actions } = await response.json();
  return { bytes: Uint8Array.from(bytes), actions };
}

describe.each(['dqn', 'ppo', 'es'] as const)('%s', (train) => {
  it('trains in a Worker, and Node chooses the same actions', async () => {
    const page = await inWorker({ train });
    expect(page.steps).toBeGreaterThanOrEqual(1_024);
    expect(page.episodes).toBeGreaterThan(5);
    expect(page.mean).toBeGreaterThan(8);
    expect(new Set(page.actions)).toEqual(new Set([0, 1]));
    expect((await inNode({ load: page.bytes })).actions).toEqual(page.actions);
    expect((await inWorker({ load: page.bytes })).actions).toEqual(page.actions);
  });

  it('loads what Node has trained and chooses the same actions', async () => {
    const node = await inNode({ train });
    const page = await inWorker({ load: node.bytes });
    expect(page.actions).toEqual(node.actions);
    expect(page.mean).toBeGreaterThan(8);
  });
});
