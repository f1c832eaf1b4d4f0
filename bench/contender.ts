// A contender of the engine benchmark: a process of its own that answers one JSON request a line.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';

export interface ContenderSpec {
  id: string;
  title: string;
  command: string[];
  env: Record<string, string>;
}

/** Only one request is ever under way, over all contenders: they must not disturb one another's times. */
export class Contender {
  private readonly process: ChildProcess;
  private readonly answers: AsyncIterator<string>;
  private stderr = '';

  constructor(readonly spec: ContenderSpec) {
    const [program, ...args] = spec.command;
    this.process = spawn(program, args, { env: { ...process.env, ...spec.env }, stdio: 'pipe' });
    this.process.stderr!.on('data', (chunk) => {
      this.stderr += chunk;
    });
    this.process.on('error', (error) => {
      this.stderr += error.message;
    });
    this.process.stdin!.on('error', () => {});
    const lines: Interface = createInterface({ input: this.process.stdout! });
    this.answers = lines[Symbol.asyncIterator]();
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
