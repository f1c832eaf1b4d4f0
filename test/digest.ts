// A short text for a large value, so that pictures can be compared: equal for equal values.
import { createHash } from 'node:crypto';

export function digest(value: unknown): string {
  const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
  return sha256(JSON.stringify(value, (_, part) => (part instanceof Uint8Array ? sha256(part) : part)));
}
