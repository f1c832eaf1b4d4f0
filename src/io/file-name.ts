// Ids as names of files and folders.

/** An id as one part of a path: `MinAtar/Breakout-v0` becomes `MinAtar-Breakout-v0`. */
export function fileName(id: string): string {
  return id.replace(/[^\p{L}\p{N}._-]+/gu, '-');
}
