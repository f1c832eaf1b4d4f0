import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { WorkerPool } from './worker-pool.js';

/** A task module without a file. */
const task = (code: string) => ({
  module: `data:text/javascript,${encodeURIComponent(`export const task = ${code}`)}`,
  export: 'task',
});

const chunks = Array.from({ length: 8 }, (_, i) => Array.from({ length: 8 }, (_, j) => 8 * i + j));
const square = task('(xs) => xs.map((x) => x * x)');
const silent = { onCrash: () => {} };

describe('WorkerPool', () => {
  it('maps in input order although jobs finish in another', async () => {
    const pool = new WorkerPool({ workers: 3 });
    const slowFirst = task(
      'async (x, i) => { await new Promise((r) => setTimeout(r, 60 - 20 * i)); return [x, i]; }',
    );
    const arrivals: number[] = [];
    const results = await pool.map(slowFirst, ['a', 'b', 'c'], { onResult: (i) => arrivals.push(i) });
    expect(results).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ]);
    expect(arrivals.sort()).toEqual([0, 1, 2]);
    expect(await pool.map(square, chunks)).toEqual(chunks.map((chunk) => chunk.map((x) => x * x)));
    expect(await pool.map(square, [])).toEqual([]);
    expect(await pool.close()).toEqual([0, 0, 0]);
    await expect(pool.map(square, chunks)).rejects.toThrow(/after close/);
  });

  it('uses one worker per core unless told otherwise', () => {
    expect(new WorkerPool().size).toBe(availableParallelism());
    expect(() => new WorkerPool({ workers: 0 })).toThrow(/whole number ≥ 1, got 0/);
  });

  it('counts exactly in shared memory', async () => {
    const pool = new WorkerPool({ workers: 4 });
    const counter = new Int32Array(new SharedArrayBuffer(4));
    const count = task('(counter) => { for (let i = 0; i < 100_000; i++) Atomics.add(counter, 0, 1); }');
    await pool.map(count, [counter, counter, counter, counter]);
    expect(counter[0]).toBe(400_000);
    expect(await pool.close()).toEqual([0, 0, 0, 0]);
  });

  it('rejects with the index of the input and the original error, and stays usable', async () => {
    const pool = new WorkerPool({ workers: 2 });
    const picky = task('(x) => { if (x === 2) throw new RangeError("two is too many"); return x; }');
    await expect(pool.map(picky, [0, 1, 2, 3])).rejects.toMatchObject({
      name: 'RangeError',
      message: 'Input 2: two is too many',
    });
    await expect(pool.map(task('(x) => () => x'), [1])).rejects.toThrow(/Input 0: .*could not be cloned/);
    await expect(pool.map(square, [() => 1])).rejects.toThrow(/Input 0 cannot be sent.*could not be cloned/);
    await expect(pool.map({ ...square, export: 'tusk' }, [1])).rejects.toThrow(/did you mean task/);
    await expect(pool.map({ module: './no-such.js' }, [1])).rejects.toThrow(/Cannot import file:.*no-such/);
    expect(await pool.map(picky, [5])).toEqual([5]);
    await pool.close();
  });

  it('runs the job of a killed worker again on a fresh one', async () => {
    const crashes: unknown[] = [];
    const pool = new WorkerPool({ workers: 2, onCrash: (crash) => crashes.push(crash) });
    const lives = new Int32Array(new SharedArrayBuffer(4));
    const fragile = task(
      '([x, lives]) => { if (x === 3 && Atomics.add(lives, 0, 1) === 0) process.exit(7); return x; }',
    );
    const inputs = [0, 1, 2, 3, 4, 5].map((x) => [x, lives]);
    expect(await pool.map(fragile, inputs)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(crashes).toEqual([{ index: 3, reason: 'it exited with code 7', retried: true }]);
    expect(new Set(await pool.close())).toEqual(new Set([0]));
  });

  it('gives up a job that kills every worker, e.g. for want of memory, and finishes the others', async () => {
    const pool = new WorkerPool({ workers: 1, resourceLimits: { maxOldGenerationSizeMb: 16 }, ...silent });
    const greedy = task('(x) => { const all = []; while (x) all.push(new Array(1000).fill(x)); return x; }');
    const seen: number[] = [];
    await expect(pool.map(greedy, [0, 1], { onResult: (i) => seen.push(i) })).rejects.toThrow(
      /Input 1: the worker died 2 times, last time because: .*memory/,
    );
    expect(seen).toEqual([0]);
    expect(await pool.map(greedy, [0])).toEqual([0]);
    await pool.close();
  });

  it('ends a hanging worker, tries its job again, and goes on with those that waited behind it', async () => {
    const crashes: unknown[] = [];
    const onCrash = (crash: unknown) => crashes.push(crash);
    const pool = new WorkerPool({ workers: 2, timeout: 1000, onCrash });
    const lives = new Int32Array(new SharedArrayBuffer(4));
    const hangsOnce = task(
      '([x, lives]) => { while (x === 30 && Atomics.add(lives, 0, 1) === 0) for (;;); return x; }',
    );
    const many = Array.from({ length: 60 }, (_, x) => [x, lives]);
    expect(await pool.map(hangsOnce, many)).toEqual(many.map(([x]) => x));
    const reason = 'it gave no answer within 1 s, the timeout';
    expect(crashes).toEqual([{ index: 30, reason, retried: true }]);
    await expect(pool.map(task('() => new Promise(() => {})'), [0])).rejects.toThrow(
      /Input 0: the worker died 2 times, last time because: it gave no answer within 1 s/,
    );
    expect(crashes.at(-1)).toEqual({ index: 0, reason, retried: false });
    expect(await pool.map(square, chunks)).toEqual(chunks.map((chunk) => chunk.map((x) => x * x)));
    expect(new Set(await pool.close())).toEqual(new Set([0]));
  });

  it('gives each job its own time, however many wait before it and while the caller is busy', async () => {
    const pool = new WorkerPool({ workers: 1, timeout: 1000, retries: 0, ...silent });
    await pool.map(square, [[0]]);
    const nap = task('async (ms) => { await new Promise((r) => setTimeout(r, ms)); return ms; }');
    const done = pool.map(nap, [10, 450, 450, 450]);
    // The answers lie there, but nobody reads them for longer than the timeout.
    setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1300), 200);
    expect(await done).toEqual([10, 450, 450, 450]);
    await pool.close();
  });

  it('runs one job at a time in a thread, asynchronous ones too, also when short jobs are sent ahead', async () => {
    const pool = new WorkerPool({ workers: 2 });
    const alone = task(`async (x) => {
      if (globalThis.busy) throw new Error('two at a time');
      globalThis.busy = true;
      await new Promise((resolve) => setImmediate(resolve));
      globalThis.busy = false;
      return x;
    }`);
    const many = Array.from({ length: 300 }, (_, x) => x);
    expect(await pool.map(alone, many)).toEqual(many);
    await pool.close();
  });

  it('sends what all jobs need to each thread once, whatever else comes between', async () => {
    const pool = new WorkerPool({ workers: 2 });
    // The copy a thread has is the same object as long as it is sent no other.
    const where = task('(x, index, common) => { common.jobs = (common.jobs ?? 0) + 1; return [x, common]; }');
    const jobsOf = async (common: object) => {
      const answers = await pool.map<number, [number, { name: string; jobs: number }]>(
        where,
        [0, 1, 2, 3, 4],
        {
          common,
        },
      );
      expect(answers.map(([x]) => x)).toEqual([0, 1, 2, 3, 4]);
      return answers.map(([, { name, jobs }]) => [name, jobs] as const);
    };
    const [a, b] = [{ name: 'a' }, { name: 'b' }];
    const sum = (answers: (readonly [string, number])[]) => Math.max(...answers.map(([, jobs]) => jobs));
    const first = await jobsOf(a);
    expect(sum(await jobsOf(a))).toBeGreaterThan(sum(first));
    const other = await jobsOf(b);
    expect(new Set(other.map(([name]) => name))).toEqual(new Set(['b']));
    expect(sum(other)).toBeLessThanOrEqual(5);
    expect(sum(await jobsOf(a))).toBeLessThanOrEqual(5);
    await pool.close();
  });

  it('refuses options that are wrong or unknown', () => {
    expect(() => new WorkerPool({ timeout: 0 })).toThrow(/timeout must be milliseconds above 0, got 0/);
    expect(() => new WorkerPool({ retries: -1 })).toThrow(/retries must be a whole number ≥ 0, got -1/);
    expect(() => new WorkerPool({ timeOut: 5 } as object)).toThrow(
      /no option 'timeOut'. Did you mean timeout/,
    );
  });
});
