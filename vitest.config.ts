import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * Tests that share a process, and so what it has loaded and compiled: half of their time. Not those of the files named
 * first: what they define stays known to the process, where lists of all there is would find it; or they measure memory.
 */
const sharing =
  'src/{agents,evaluate,explore,io,linalg,memory,nn,optim,random,report,spaces,tensor,tune}/**/!(async|backends|evaluate|memory|report|scope|seams).test.ts';

const timeouts = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    experimental: { fsModuleCache: true },
    // Vitest leaves a core free; on two that is half of them.
    maxWorkers: Math.max(availableParallelism(), 2),
    projects: [
      {
        test: {
          name: 'sharing',
          include: [sharing],
          isolate: false,
          setupFiles: ['test/collect-garbage.ts'],
          ...timeouts,
        },
      },
      {
        test: {
          name: 'alone',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [sharing, 'test/{learning,browser,package}/**'],
          ...timeouts,
        },
      },
    ],
  },
});
