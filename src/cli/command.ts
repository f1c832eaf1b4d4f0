#!/usr/bin/env node
// The process of the command line, built as dist/cli/main.js: what happens when nobody reads its output any more, and its
// exit code.
import { version } from '../version.js';

/** `trainyard list envs | head` closes the pipe early, a closed terminal takes its streams along: no errors, and no reason to end a training. */
const GONE = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (GONE.has(error.code ?? '')) return;
    if (process.exitCode !== 1 && stream === process.stdout) {
      process.stderr.write(`error: Cannot write to standard output: ${error.message}.\n`);
    }
    process.exitCode = 1;
  });
}

const argv = process.argv.slice(2);
// Asked often, by tools too: answered before anything is loaded.
if (argv[0] === '--version' || argv[0] === '-V') process.stdout.write(`${version}\n`);
else {
  const { run } = await import('./program.js');
  const code = await run(argv);
  if (code !== 0) process.exitCode = code;
}
