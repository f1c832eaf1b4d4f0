// Between test files that share a process: what the last one left in kernel memory is freed when it is collected, which
// the small heap alone would not bring about for long.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll } from 'vitest';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

afterAll(() => collect());
