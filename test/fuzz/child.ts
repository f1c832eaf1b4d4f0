// Reads one damaged file after the other, as told by the parent, which ends this process when that takes too long.
import * as fs from 'node:fs';
import { join } from 'node:path';
import { Generator } from '../../src/random/index.js';
import { type Corpus, makeCorpus } from './corpus.js';
import { type Target, targets } from './targets.js';

export interface Report {
  input: number;
  target: string;
  outcome: 'read' | 'refused' | 'raw';
  /** Of an error. */
  message?: string;
  stack?: string;
  /** Most memory the process has held so far, in MiB. */
  peak: number;
}

/** What the engine says by itself when values are of no shape the code expects. */
const FROM_ENGINE =
  /Cannot read prop|is not (a function|iterable|a constructor|defined)|Invalid (typed )?array|Cannot (convert|mix|destructure|set|create)|of undefined|undefined is not|offset is out of bounds|call stack|Unexpected token|Invalid string length/;
const root = process.argv[2]!;
process.env.XDG_STATE_HOME = join(root, 'state');
const corpus: Corpus = await makeCorpus(fs.mkdtempSync(join(root, 'corpus-')));
const chosen: Target[] = targets(corpus).flatMap((target) => Array<Target>(target.weight).fill(target));

process.on('message', async ({ input, seed }: { input: number; seed: number }) => {
  const rng = new Generator(seed * 1e9 + input);
  const target = chosen[rng.integers(0, chosen.length) as number]!;
  const folder = fs.mkdtempSync(join(root, 'input-'));
  const report: Report = { input, target: target.name, outcome: 'read', peak: 0 };
  process.send!({ input, target: target.name });
  try {
    await target.run(rng, folder);
  } catch (thrown) {
    const { name, message, stack } = thrown as Error;
    // Values that a schema or a checksum has vouched for meet the numeric layers, which throw errors of JavaScript with
    // words of ours.
    const numeric = target.name === 'space' || target.name === 'checkpoint state.safetensors';
    const ours = name === 'UserError' || (numeric && !FROM_ENGINE.test(message));
    Object.assign(report, { outcome: ours ? 'refused' : 'raw', message, stack });
  }
  fs.rmSync(folder, { recursive: true, force: true });
  report.peak = process.resourceUsage().maxRSS / 1024;
  process.send!(report);
});
process.send!('ready');
