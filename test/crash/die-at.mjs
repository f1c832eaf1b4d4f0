// Loaded into a training process before anything else: counts its changes to files, and kills it at one of them.
// DIE_AT: at which change, from 1. DIE_SHARE: how much of it still happens, from 0 (nothing) to 1 (all of it).
// DIE_COUNT: a file that gets the number of changes when the process ends by itself.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';

const { DIE_AT, DIE_SHARE, DIE_COUNT } = process.env;
const at = Number(DIE_AT ?? 0);
const share = Number(DIE_SHARE ?? 0);
const real = { ...fs };
let count = 0;

function die() {
  process.kill(process.pid, 'SIGKILL');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** `part` does a share of the change; without it the change is done or not done. */
function watch(name, part = () => {}, isChange = () => true) {
  fs[name] = (...args) => {
    if (!isChange(...args) || ++count !== at) return real[name](...args);
    if (share === 1) real[name](...args);
    else if (share > 0) part(...args);
    die();
  };
}

if (isMainThread) {
  watch('writeSync', (file, bytes, offset = 0) => {
    const length = Math.floor((bytes.length - offset) * share);
    if (length > 0) real.writeSync(file, bytes, offset, length);
  });
  watch('writeFileSync', (path, content, options) => {
    real.writeFileSync(path, content.slice(0, Math.floor(content.length * share)), options);
  });
  // A folder goes entry by entry.
  watch('rmSync', (path, options) => {
    if (!fs.statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
    const entries = fs.readdirSync(path);
    for (const entry of entries.slice(0, Math.ceil(entries.length * share))) {
      real.rmSync(join(path, entry), options);
    }
  });
  watch('openSync', undefined, (_path, flags) => flags !== undefined && flags !== 'r');
  for (const name of ['mkdirSync', 'renameSync', 'linkSync', 'unlinkSync', 'ftruncateSync', 'fsyncSync']) {
    watch(name);
  }
  syncBuiltinESMExports();
  if (DIE_COUNT) process.on('exit', () => real.writeFileSync(DIE_COUNT, String(count)));
}
