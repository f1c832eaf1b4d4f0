// Many threads: a pool that gives results in order, a queue that does not, and a counter that all of them share.
import { WorkerPool } from '../../parallel/index.js';
import { atLeast, defineLab, exactly } from '../index.js';

/** What the threads run is a module of its own; here it is a text. */
const TASKS = `
  export const square = (numbers) => numbers.map((x) => x * x);

  /** Who begins with small numbers waits longest. */
  export function squareLate(numbers) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5 * (56 - numbers[0]));
    return square(numbers);
  }

  export function count([counter, times, isAtomic]) {
    for (let i = 0; i < times; i++) {
      if (isAtomic) Atomics.add(counter, 0, 1);
      else counter[0] = counter[0] + 1;
    }
  }`;
const task = (name: string) => ({
  module: `data:text/javascript,${encodeURIComponent(TASKS)}`,
  export: name,
});

export const lab = defineLab({
  name: 'pool-and-queue',
  chapter: '5',
  title: 'A pool, a queue and a shared counter',
  asks: 'Do threads give squares in order, in what order do they come, and do four threads count right together?',
  settings: { workers: 8, increments: 2_000_000, inOrder: true },
  quick: { workers: 4 },
  flaw: { what: 'results are taken as they come', settings: { inOrder: false } },
  needs: 'threads',
  async program({ workers, increments, inOrder }, lab) {
    const numbers = Array.from({ length: 64 }, (_, i) => i);
    const chunks = Array.from({ length: 8 }, (_, i) => numbers.slice(8 * i, 8 * i + 8));
    const pool = new WorkerPool({ workers });
    // The book says that a pool's order cannot be known: that is so of a queue only.
    await pool.map(task('square'), chunks);
    const queue: number[][] = [];
    const mapped = await pool.map<number[], number[]>(task('squareLate'), chunks, {
      onResult: (_, squares) => void queue.push(squares),
    });
    const given = (inOrder ? mapped : queue).flat();
    lab.check(
      'squares that map gives in their place',
      given.filter((square, i) => square === i * i).length,
      exactly(64),
      'order unknown',
    );
    const moved = queue.filter((squares, i) => squares[0] !== mapped[i]![0]).length;
    lab.check('of 8 chunks, not in their place in the queue', moved, atLeast(2));
    const sorted = queue.flat().sort((a, b) => a - b);
    const all = sorted.filter((square, i) => square === i * i).length;
    lab.check('squares in the queue, whatever their order', all, exactly(64), 64);

    const counted = async (isAtomic: boolean) => {
      const counter = new Int32Array(new SharedArrayBuffer(4));
      await pool.map(
        task('count'),
        Array.from({ length: 4 }, () => [counter, increments, isAtomic]),
      );
      return counter[0]!;
    };
    lab.check('counted by four threads, atomically', await counted(true), exactly(4 * increments));
    lab.tell('read, add, write, as the listing does', await counted(false));
    const codes = await pool.close();
    lab.check(
      'threads that ended well',
      codes.filter((code) => code === 0).length,
      exactly(workers),
      'exit code 0',
    );
  },
});
