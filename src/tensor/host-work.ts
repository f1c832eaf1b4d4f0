// Counts what a step does outside of kernels: values read by JavaScript, or given by it. Such a step cannot be repeated
// from its kernel calls alone (`RecordedStep`).

let count = 0;

/** Values were read from the engine, or written to it, by JavaScript. */
export function noteHostWork(): void {
  count++;
}

export function hostWork(): number {
  return count;
}
