// Before `npm pack` and `npm publish`: builds from nothing, so that the package holds what the sources say and no file
// that an earlier build left behind. In a clean clone it installs the tools first.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

function npm(...args) {
  // The output goes to stderr: `npm pack --json` is read from stdout.
  const { status } = spawnSync('npm', args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
if (!existsSync(new URL('../node_modules', import.meta.url))) npm('ci', '--no-audit', '--no-fund');
npm('run', 'build', '--silent');
