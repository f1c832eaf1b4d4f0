// Runs the tests of the numeric layers, of MuJoCo worlds, and trainings, in headless Chromium: on pages with and without cross-origin
// isolation.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { playwright } from '@vitest/browser-playwright';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { observations } from './test/browser/observations.js';

const executablePath =
  process.env.CHROMIUM ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (!executablePath || !existsSync(executablePath)) {
  throw new Error(
    'The browser tests need Chromium. Debian and Ubuntu: apt-get install chromium. Elsewhere set CHROMIUM to the ' +
      'path of a Chromium or Chrome.',
  );
}

// biome-ignore format: one flag after the other
const args = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

/** Serves golden files without their compression. */
const unpackedGoldenFiles: Plugin = {
  name: 'unpacked-golden-files',
  configureServer(server) {
    server.middlewares.use('/unpacked', (request, response) => {
      const file = fileURLToPath(new URL(`.${request.url}`, import.meta.url));
      response.end(file.endsWith('.gz') ? gunzipSync(readFileSync(file)) : readFileSync(file));
    });
  },
};

/**
 * Agents in Node, for the page to compare with: `train/dqn` trains one, `load` reads the bytes that are sent; both answer
 * its bytes and its actions.
 */
const nodeAgents: Plugin = {
  name: 'node-agents',
  configureServer(server) {
    server.middlewares.use('/node-agents', async (request, response) => {
      try {
        const { agentFromBytes, DQN, ES, PPO } = await import('./dist/index.js');
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk);
        const makers: Record<string, () => InstanceType<typeof DQN | typeof ES | typeof PPO>> = {
          '/train/dqn': () => new DQN('CartPole-v1', { seed: 2, learningStarts: 100, trainFreq: 1 }),
          '/train/ppo': () => new PPO('CartPole-v1', { seed: 2, nSteps: 128, nEpochs: 4 }),
          '/train/es': () => new ES('CartPole-v1', { seed: 2, populationSize: 10 }),
        };
        const made = makers[request.url ?? '']?.();
        await made?.learn({ totalSteps: 1_024 });
        const agent = made ?? agentFromBytes(new Uint8Array(Buffer.concat(chunks)));
        const actions = observations.map((observation) => agent.predict(observation));
        response.end(JSON.stringify({ bytes: [...agent.toBytes()], actions }));
      } catch (error) {
        response.statusCode = 500;
        response.end(String(error));
      }
    });
  },
};

const project = (name: string, isolated: boolean, headers: Record<string, string>) => ({
  plugins: [unpackedGoldenFiles, nodeAgents],
  server: { headers },
  // Found only when the Worker has begun to load, it would make the server start over.
  // MuJoCo finds its WebAssembly file beside its script, so it must stay where it is.
  optimizeDeps: { include: ['zod'], exclude: ['@mujoco/mujoco'] },
  resolve: {
    alias: Object.fromEntries(
      ['node:fs', 'node:zlib'].map((module) => [
        module,
        fileURLToPath(new URL('test/browser/node.ts', import.meta.url)),
      ]),
    ),
  },
  test: {
    name,
    include: [
      'src/{random,tensor,nn,optim}/**/*.test.ts',
      'src/envs/mujoco/golden.test.ts',
      'test/{browser,torch}/*.test.ts',
    ],
    // About environment variables; packing with Node what the kernels here are unpacked from; an add-on of Node's.
    exclude: ['src/tensor/kernels/{load,inflate,native}.test.ts'],
    testTimeout: 60_000,
    provide: { isolated },
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath, args } }),
      instances: [{ browser: 'chromium' as const }],
    },
  },
});

export default defineConfig({
  test: {
    projects: [
      project('page', false, {}),
      project('isolated page', true, {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      }),
    ],
  },
});
