// Runs the built command line as a user does: in a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

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
