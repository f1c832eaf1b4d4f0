// Random legal actions of agents under test, and checks of their masks.
import type { Generator } from '../../../random/index.js';
import { sampleAction } from '../../check/actions.js';
import type { Findings } from '../../check/findings.js';
import type { Env, Info } from '../../env.js';
import type { MultiEnv } from '../contract.js';
import { maskOf, seenOf } from '../learner-view.js';

/**
 * A random action, among the legal ones where there is a mask.
 *
 * @param mayWait an empty mask says that the agent waits, and any action will do
 */
export function legalAction(
  env: MultiEnv,
  agent: string,
  observation: unknown,
  info: Info | undefined,
  rng: Generator,
  findings: Findings,
  mayWait: boolean,
): unknown {
  const mask = maskOf(env, agent, observation, info);
  const actionSpace = env.actionSpace(agent);
  if (mask === undefined) return actionSpace.sample({ rng });
  checkAgreement(env, agent, observation, mask, findings);
  const flags = Uint8Array.from(mask);
  if (mayWait && !flags.includes(1)) return actionSpace.sample({ rng });
  return sampleAction({ actionSpace, actionMask: () => flags } as unknown as Env, rng, findings);
}

/** A mask among the observations must say what `actionMask` says. */
function checkAgreement(
  env: MultiEnv,
  agent: string,
  observation: unknown,
  mask: ArrayLike<number>,
  findings: Findings,
): void {
  // Only a Dict of observation and action_mask is seen without the mask.
  if (seenOf(env.observationSpace(agent), observation) === observation) return;
  const { action_mask: shown } = observation as { action_mask: ArrayLike<number> };
  if (String(Array.from(shown)) === String(Array.from(mask))) return;
  findings.error(
    `The action_mask in the observation of ${agent} differs from actionMask("${agent}").`,
    'masks',
  );
}
