// A contender of the benchmark: a process of its own that answers one JSON request a line.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { compiled, script } from './paths.js';

export interface ContenderSpec {
  id: string;
  title: string;
  command: string[];
  env: Record<string, string>;
}

/**
 * A compiled program of the benchmark on one thread of this project's build, or of the one in `TRAINYARD_PACKAGE` of
 * `env`.
 */
export function ours(
  id: string,
  title: string,
  program: string,
  env: Record<string, string> = {},
): ContenderSpec {
  const redirect = pathToFileURL(compiled('redirect.js')).href;
  return {
    id,
    title,
    command: [process.execPath, '--import', redirect, compiled(program)],
    env: {
      TRAINYARD_BACKEND: 'wasm',
      TRAINYARD_FMA: '1',
      TRAINYARD_THREADS: '1',
      ...env,
    },
  };
}

/** A Python program of the benchmark on so many threads. */
export function theirs(
  id: string,
  title: string,
  [python, program]: [string, string],
  threads = '1',
  env: Record<string, string> = {},
): ContenderSpec {
  const limits = { OMP_NUM_THREADS: threads, OPENBLAS_NUM_THREADS: threads, MKL_NUM_THREADS: threads };
  return {
    id,
    title,
    command: [python, script(program)],
    env: { ...limits, PYTHONDONTWRITEBYTECODE: '1', ...env },
  };
}

/** Only one request is ever under way, over all contenders: they must not disturb one another's times. */
export class Contender {
  private readonly process: ChildProcess;
  private readonly answers: AsyncIterator<string>;
  private stderr = '';

  constructor(readonly spec: ContenderSpec) {
    const [program, ...args] = spec.command as [string, ...string[]];
    this.process = spawn(program, args, { env: { ...process.env, ...spec.env }, stdio: 'pipe' });
    this.process.stderr!.on('data', (chunk) => {
      this.stderr += chunk;
    });
    this.process.on('error', (error) => {
      this.stderr += error.message;
    });
    this.process.stdin!.on('error', () => {});
    this.answers = createInterface({ input: this.process.stdout! })[Symbol.asyncIterator]();
  }

  async ask<Answer>(request: Record<string, unknown>): Promise<Answer> {
    this.process.stdin!.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.answers.next();
    if (done) throw new Error(`${this.spec.title} ended: ${this.stderr.trim().split('\n').at(-1)}`);
    const answer = JSON.parse(value);
    if (answer.error) throw new Error(`${this.spec.title}: ${answer.error}`);
    return answer;
  }

  close(): void {
    this.process.stdin!.end();
    this.process.kill();
  }
}

/** Starts a process for each of `specs` and ends them after `use`. */
export async function inProcesses<Result>(
  specs: readonly ContenderSpec[],
  use: (contenders: Contender[]) => Promise<Result>,
): Promise<Result> {
  const contenders = specs.map((spec) => new Contender(spec));
  try {
    return await use(contenders);
  } finally {
    for (const contender of contenders) contender.close();
  }
}

/** Asks a process made for this one request. */
export function askOnce<Answer>(spec: ContenderSpec, request: Record<string, unknown>): Promise<Answer> {
  return inProcesses([spec], ([contender]) => contender!.ask<Answer>(request));
}

/**
 * Asks all of them in turn, `rounds` times; every round starts with another one, so that none always runs after the same
 * neighbour.
 *
 * @returns the answers of each, in the order of `contenders`
 */
export async function alternate<Item, Answer>(
  contenders: readonly Item[],
  rounds: number,
  ask: (contender: Item, round: number) => Promise<Answer>,
): Promise<Answer[][]> {
  const answers: Answer[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < contenders.length; i++) {
      const k = (i + round) % contenders.length;
      answers[k]!.push(await ask(contenders[k]!, round));
    }
  }
  return answers;
}
