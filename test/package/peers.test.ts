// Worlds whose engine is an optional package, in a program that has not installed it: their entry points open, and
// whoever wants such a world is told what to install.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, it } from 'vitest';

const run = promisify(execFile);
const cwd = inject('consumer');

const worlds = [{ id: 'LunarLander-v3', entry: 'trainyard/envs/box2d', peer: 'planck@1.5.0' }];

describe.each(worlds)('$id without $peer', ({ id, entry, peer }) => {
  const missing = `${id} needs the package ${peer.replace(/@[^@]*$/, '')}, which is not installed: npm install ${peer}`;

  it('is told to a program', async () => {
    const program = `import 'trainyard';
      import '${entry}';
      import { makeAsync } from 'trainyard';
      await makeAsync('${id}').catch(({ name, message }) => console.log(name + ': ' + message));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { cwd });
    expect(stdout).toContain(`UserError: ${missing}`);
  });

  it('is told on the command line, before anything is written', async () => {
    const command = join(cwd, 'node_modules', '.bin', 'trainyard');
    const train = run(command, ['train', id, '--algo', 'ppo', '--steps', '100'], { cwd });
    const { code, stderr } = await train.then(
      () => expect.fail('it trained'),
      (error: { code: number; stderr: string }) => error,
    );
    expect(code).toBe(2);
    expect(stderr).toContain(missing);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
