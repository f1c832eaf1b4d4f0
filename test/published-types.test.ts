// A user's program against the published types: own environments are as typed as ours.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'trainyard-types-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const program = `
import { defineEnv, IdentityEnv, make, makeVec } from 'trainyard';

export const mine = defineEnv({
  id: 'Mine-v0',
  description: 'Mine.',
  options: { depth: 3 },
  create: ({ depth }) => new IdentityEnv({ n: depth }),
});

declare module 'trainyard' {
  interface EnvTypes {
    'Mine-v0': typeof mine;
  }
}

export const observation: number = make('Mine-v0', { depth: 4 }).step(1).observation;
export const actions: number = make('CartPole-v1').actionSpace.n;
export const states: number = makeVec('Taxi-v4', { numEnvs: 4 }).singleObservationSpace.n;
export const unknown: unknown = make('Theirs-v0', { anything: 1 }).reset().observation;
// @ts-expect-error: no such option
make('Mine-v0', { dept: 4 });
// @ts-expect-error: no such option
make('FrozenLake-v1', { isSlipery: true });
// @ts-expect-error: not an array
make('Mine-v0').step(new Float32Array(1));
`;

const config = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    target: 'ES2022',
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    lib: ['ES2023', 'DOM', 'ESNext.Disposable'],
    types: [],
    skipLibCheck: true,
    paths: { trainyard: [join(root, 'dist/index.d.ts')] },
  },
  include: ['*.ts'],
};

it('knows environments of the user and of the project by id', () => {
  writeFileSync(join(folder, 'program.ts'), program);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compile = () =>
    execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8', stdio: 'pipe' });
  expect(compile()).toBe('');
});
