// Before the package tests: packs the project and installs the tarball in an empty folder, as a user would.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the packed tarball. */
    tarball: string;
    /** Folder of a program that depends on it and on nothing else. */
    consumer: string;
  }
}

export default function install(project: TestProject): () => void {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'trainyard-package-'));
  const npm = (args: string[], cwd: string) =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  // The build is there already; `prepack` would take it away from tests that run at the same time.
  const [packed] = JSON.parse(
    npm(['pack', '--ignore-scripts', '--json', '--pack-destination', folder], root),
  );
  const tarball = join(folder, packed.filename);
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'consumer', version: '1.0.0', private: true, type: 'module' }),
  );
  npm(['install', '--prefer-offline', '--no-audit', '--no-fund', '--silent', tarball], folder);
  project.provide('tarball', tarball);
  project.provide('consumer', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
