// Finds a Python and what it has of our peers: PyTorch, Gymnasium with its families, Stable-Baselines3, JAX.
import { spawnSync } from 'node:child_process';

// biome-ignore format: a list of words
const PEERS = ['torch', 'gymnasium', 'stable_baselines3', 'jax', 'optax', 'minigrid', 'minatar', 'mujoco'] as const;

export type Peer = (typeof PEERS)[number];

export interface Python {
  program: string;
  /** Versions of the peers that can be imported. */
  versions: Partial<Record<Peer, string>>;
}

const PROBE = `
import importlib, json
found = {}
for name in ${JSON.stringify(PEERS)}:
    try:
        found[name] = str(getattr(importlib.import_module(name), '__version__', 'of unknown version'))
    except ImportError:
        pass
print(json.dumps(found))`;

/**
 * @param wanted the program to use; default: of `python3` and `/usr/bin/python3` the one that has most
 * @returns null where none has any of them
 * @throws Error when `wanted` cannot be run.
 */
export function findPython(wanted?: string): Python | null {
  const found = (wanted ? [wanted] : ['python3', '/usr/bin/python3']).map((program): Python => {
    const { status, stdout, error } = spawnSync(program, ['-c', PROBE], { encoding: 'utf8' });
    if (wanted && status !== 0)
      throw new Error(`--python: ${wanted} does not run${error ? ` (${error.message})` : ''}.`);
    return { program, versions: status === 0 ? JSON.parse(stdout) : {} };
  });
  const number = ({ versions }: Python) => Object.keys(versions).length;
  const best = found.reduce((a, b) => (number(b) > number(a) ? b : a));
  return number(best) > 0 ? best : null;
}
