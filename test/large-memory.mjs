// Saves an agent with a large replay memory to the file named first, or with `load` reads it again; tells how much memory of
// the machine that took at most, and the bytes of the rows. A process of its own, since a peak is that of a whole process.
import { readFileSync } from 'node:fs';
import { Box, Discrete, DQN } from '../dist/index.js';

const [path, what] = process.argv.slice(2);
const [ROWS, WIDTH] = [20_000, 1000];

const env = {
  observationSpace: new Box({ low: -1, high: 1, shape: [WIDTH] }),
  actionSpace: new Discrete(2),
  reset: () => ({ observation: new Float32Array(WIDTH), info: {} }),
  step: () => {
    throw new Error('nobody steps this environment');
  },
};

/** Most bytes of the machine's memory that the process has held: not `resourceUsage`, which counts what its parent had. */
const peak = () => 1024 * Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);

// Everything loaded and compiled.
const options = { bufferSize: ROWS, hiddenSizes: [4] };
new DQN(env, options).saveState();
const before = process.memoryUsage().rss;
const agent = what === 'load' ? await DQN.load(path, env) : new DQN(env, options);
if (what !== 'load') {
  const observations = new Float32Array(WIDTH).fill(0.5);
  const no = Uint8Array.of(0);
  const row = {
    ...{ count: 1, observations, nextObservations: observations, finalObservations: observations },
    ...{ actions: Int32Array.of(1), rewards: [1], terminated: no, truncated: no },
  };
  for (let i = 0; i < ROWS; i++) agent.memory.add(row);
  await agent.save(path, { memory: true });
}
console.log(JSON.stringify({ peak: peak() - before, bytes: agent.memory.bytes, rows: agent.memory.size }));
