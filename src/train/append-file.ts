// A file that only grows, except that it can be cut back to a length it had: how logs follow a resumed run.
import * as fs from 'node:fs';
import { UserError } from '../io/errors.js';
import { explained, writeFully } from '../io/files.js';

const BUFFER_BYTES = 1 << 16;
const FLUSH_INTERVAL_MS = 500;

export class AppendFile {
  private readonly file: number;
  private written: number;
  private pending: Uint8Array[] = [];
  private pendingBytes = 0;
  private lastFlush = performance.now();

  constructor(readonly path: string) {
    this.file = explained(path, 'open', () => fs.openSync(path, 'a'));
    this.written = fs.fstatSync(this.file).size;
  }

  /** Bytes, counting what is not on the disk yet. */
  get length(): number {
    return this.written + this.pendingBytes;
  }

  /** Adds to the end; reaches the disk within half a second of a later call, or at `flush`. */
  append(content: string | Uint8Array): void {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    this.pending.push(bytes);
    this.pendingBytes += bytes.length;
    if (this.pendingBytes >= BUFFER_BYTES || performance.now() - this.lastFlush > FLUSH_INTERVAL_MS)
      this.flush();
  }

  /** @throws {UserError} when the disk is full, or the file is not in its place any more: what is written would be lost. */
  flush(): void {
    if (this.pendingBytes === 0) return;
    this.requireInPlace();
    const bytes = Buffer.concat(this.pending);
    explained(this.path, 'write', () => writeFully(this.file, bytes));
    this.written += bytes.length;
    this.pending = [];
    this.pendingBytes = 0;
    this.lastFlush = performance.now();
  }

  /** Returns when everything is safe on the disk. */
  sync(): void {
    this.flush();
    explained(this.path, 'write', () => fs.fsyncSync(this.file));
  }

  /** Drops everything after the first `length` bytes. A shorter file stays as it is. */
  cutBack(length: number): void {
    this.flush();
    if (length >= this.written) return;
    explained(this.path, 'write', () => fs.ftruncateSync(this.file, length));
    this.written = length;
  }

  private requireInPlace(): void {
    const there = fs.statSync(this.path, { throwIfNoEntry: false });
    if (there?.ino === fs.fstatSync(this.file).ino) return;
    throw new UserError(`'${this.path}' was removed or replaced while it was written.`, { kind: 'failure' });
  }

  close(): void {
    try {
      this.flush();
    } finally {
      fs.closeSync(this.file);
    }
  }
}
