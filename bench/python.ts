// Finds a Python that has PyTorch.
import { spawnSync } from 'node:child_process';

/** The first of `python3` and `/usr/bin/python3` that can import torch, or null. */
export function findPython(): string | null {
  for (const program of ['python3', '/usr/bin/python3']) {
    if (spawnSync(program, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0) return program;
  }
  return null;
}
