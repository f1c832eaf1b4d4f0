// Runs the command line: built and in a process of its own, as a user does, or its source in this one.
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { run } from '../src/cli/program.js';

export const MAIN = resolve('dist/cli/main.js');

export interface Outcome {
  /** Exit code, or the name of the signal that ended the process. */
  code: number | NodeJS.Signals;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Gets the process, e.g. to send it signals. */
  onSpawn?: (child: ChildProcess) => void;
}

/** `trainyard <args>`, not on a terminal. */
export function trainyard(args: string[], { cwd, env = {}, onSpawn }: CommandOptions = {}): Promise<Outcome> {
  const { npm_config_user_agent: _, DEBUG: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, env: { ...inherited, ...env } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  onSpawn?.(child);
  return new Promise((settle, fail) => {
    child.on('error', fail);
    child.on('close', (code, signal) => settle({ code: code ?? signal!, stdout, stderr }));
  });
}

/** The same in this process: far quicker, for all that is not about processes. Runs one after the other only. */
export async function trainyardHere(args: string[], { cwd }: { cwd?: string } = {}): Promise<Outcome> {
  const outcome = { stdout: '', stderr: '' };
  const before = { cwd: process.cwd(), exitCode: process.exitCode, npm: process.env.npm_config_user_agent };
  const writers = (['stdout', 'stderr'] as const).map((name) => {
    const { write } = process[name];
    process[name].write = ((chunk: string | Uint8Array) => {
      outcome[name] += chunk.toString();
      return true;
    }) as typeof write;
    return () => {
      process[name].write = write;
    };
  });
  process.exitCode = undefined;
  delete process.env.npm_config_user_agent;
  if (cwd) process.chdir(cwd);
  try {
    const code = await run(args);
    return { code: code || Number(process.exitCode ?? 0), ...outcome };
  } finally {
    process.chdir(before.cwd);
    process.exitCode = before.exitCode;
    if (before.npm !== undefined) process.env.npm_config_user_agent = before.npm;
    for (const restore of writers) restore();
  }
}
