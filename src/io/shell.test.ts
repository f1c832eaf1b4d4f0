import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { shellCommand } from './shell.js';

it('writes words that a shell reads back unchanged', () => {
  const words = [
    'plain',
    'my runs/a',
    "it's",
    '$HOME `id` "x" \\',
    '',
    '*',
    '{"a":[1,2]}',
    '~',
    'ü',
    'a\nb',
    '-x',
  ];
  const read = execFileSync('sh', ['-c', `printf '%s\\0' ${shellCommand(words)}`]).toString();
  expect(read.split('\0').slice(0, -1)).toEqual(words);
  expect(shellCommand(['train', '--set', 'hiddenSizes=64,64', '--out', 'runs/a'])).toBe(
    'train --set hiddenSizes=64,64 --out runs/a',
  );
});
