// The ROM that an environment plays: ours, or the user's as a file or as bytes.
import { UserError } from '../../io/errors.js';
import { sha256 } from '../../io/sha256.js';
import { Option, option } from '../options.js';
import { unpackBytes } from './packed-bytes.js';

/** Text of a path, or bytes. */
class RomOption extends Option<string | Uint8Array | null> {
  override get allowed(): string {
    return 'the path of a file, its bytes in a Uint8Array, or null';
  }

  override accepts(value: unknown): boolean {
    return value === null || value instanceof Uint8Array || (typeof value === 'string' && value !== '');
  }
}

export const ROM_OPTIONS = {
  /**
   * Another ROM: the path of a file (Node), or its bytes; null: the one that comes with the package. A run, which writes its
   * options down, needs a path.
   */
  rom: /* @__PURE__ */ new RomOption(null),
  /** Its SHA-256; another ROM is refused. Null: any. */
  romSha256: /* @__PURE__ */ option<string | null>(null, { like: '' }),
};

export interface Rom {
  bytes: Uint8Array;
  sha256: string;
  /** For messages: its path, or what it is. */
  name: string;
}

/**
 * @param shipped what is played when no other ROM is given
 * @throws UserError when there is no such file, or it has another checksum.
 */
export function readRom(
  owner: string,
  given: { rom: string | Uint8Array | null; romSha256: string | null },
  shipped: { size: number; packed: string },
): Rom {
  const { rom, romSha256 } = given;
  const { bytes, name } = bytesOf(owner, rom, shipped);
  const actual = sha256(bytes);
  if (romSha256 !== null && romSha256.toLowerCase() !== actual) {
    throw new UserError(
      `${owner}: romSha256 is ${romSha256}, but ${name} has the SHA-256 ${actual}. Give the ROM that was meant, or that checksum.`,
    );
  }
  return { bytes, sha256: actual, name };
}

function bytesOf(
  owner: string,
  rom: string | Uint8Array | null,
  { size, packed }: { size: number; packed: string },
): Pick<Rom, 'bytes' | 'name'> {
  if (rom === null)
    return { bytes: unpackBytes(packed, new Uint8Array(size)), name: 'the ROM of the package' };
  if (typeof rom === 'string') return { bytes: readFile(owner, rom), name: rom };
  return { bytes: rom, name: `a ROM of ${rom.length} bytes` };
}

function readFile(owner: string, path: string): Uint8Array {
  const builtin = typeof process === 'undefined' ? undefined : process.getBuiltinModule;
  if (!builtin) {
    throw new UserError(
      `${owner}: files can be read by Node 20.16 and later; give the bytes of the ROM instead of "${path}".`,
    );
  }
  try {
    return new Uint8Array(builtin('node:fs').readFileSync(path));
  } catch (cause) {
    throw new UserError(`${owner}: the ROM ${path} cannot be read: ${(cause as Error).message}.`, { cause });
  }
}
