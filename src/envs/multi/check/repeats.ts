// Checks that a world repeats itself: for a seed, from a saved state, and when it is played the other way round.
import { fromExactJson, toExactJson } from '../../../io/exact-json.js';
import type { Findings } from '../../check/findings.js';
import type { EnvState } from '../../env.js';
import { inexactPlace } from '../../exact-state.js';
import type { MultiEnv } from '../contract.js';
import type { Play, Recording } from './record.js';

/** @returns whether the seed repeats the episode. */
export function checkSeed(record: (play: Play) => Recording, play: Play, findings: Findings): boolean {
  const first = record(play);
  const second = record(play);
  if (String(first.lines) !== String(second.lines)) {
    findings.error(
      'The same seed and actions gave another episode: draw every random number from a Generator that reset({ seed }) restarts.',
    );
    return false;
  }
  if (String(first.infos) !== String(second.infos)) {
    findings.warning(
      'The same seed and actions gave another info: keep clocks and unseeded numbers out of it.',
    );
  }
  return true;
}

/** Saves in the middle of a play and goes on twice. */
export function checkState(
  env: MultiEnv,
  record: (play: Play) => Recording,
  play: Play,
  findings: Findings,
): void {
  if (!env.saveState || !env.loadState) {
    findings.warning('Without saveState() and loadState() a killed run cannot resume exactly.');
    return;
  }
  const { seen } = record({ ...play, steps: Math.ceil(play.steps / 3) });
  const state: unknown = env.saveState();
  const place = inexactPlace(state);
  if (place !== undefined) {
    findings.error(
      `saveState() cannot be written to a checkpoint: ${place}. Return plain JSON: numbers, texts, true, false, null, and ` +
        'arrays and objects of them, such as [...array].',
    );
    return;
  }
  const written = toExactJson(state);
  const next = { actionSeed: play.actionSeed + 1, steps: play.steps, from: seen };
  const expected = record(next);
  env.loadState(fromExactJson(written) as EnvState);
  if (String(record(next).lines) === String(expected.lines)) return;
  findings.error(
    'loadState(saveState()) did not restore everything: the same actions went on differently. Save all variables and the ' +
      'state of the generator, as plain JSON.',
  );
}

/** @param way what was done to the world in between, in words */
export function checkRoundTrip(way: string, direct: Recording, around: Recording, findings: Findings): void {
  const at = direct.lines.findIndex((line, i) => line !== around.lines[i]);
  if (at === -1) return;
  findings.error(`Played as ${way} the world went another way, from line ${at} of the record on.`);
}
