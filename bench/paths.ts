// Where the project lies, seen from the compiled benchmark in build/bench.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A compiled file of the benchmark. */
export const compiled = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** A Python file of the benchmark. */
export const script = (file: string) => `${root}bench/${file}`;

/** Whether the optional native kernels have been built. */
export const hasNative = existsSync(`${root}native/build/Release/trainyard.node`);
