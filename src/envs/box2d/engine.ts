// planck, the physics engine of these worlds: loaded when the first of them is wanted, and only the version they follow.
import type * as Planck from 'planck';
import { UserError } from '../../io/errors.js';
import { missingPeer } from '../../io/missing-peer.js';

const VERSION = 'planck@1.5.0';
const NOTE = 'it runs on Node 20 and 22 as well, where npm warns that it was made for 24';
let planck: typeof Planck | undefined;

/**
 * Loads planck. `makeAsync`, `train` and the command line do it by themselves; a program that calls the constructors
 * awaits it first.
 *
 * @param user what needs it, for the error
 * @throws UserError when planck is not installed, or is an older version whose centres of mass are wrong.
 */
export async function loadPlanck(user = 'trainyard/envs/box2d'): Promise<void> {
  const loaded = await import('planck').catch(missingPeer(VERSION, user, NOTE));
  requireRightCentroid(loaded, user);
  planck = loaded;
}

/** @throws UserError before {@link loadPlanck}. */
export function engine(): typeof Planck {
  if (planck) return planck;
  throw new UserError(
    'Box2D worlds need their physics engine before they are made: await makeAsync(id), or await loadPlanck() of trainyard/envs/box2d first.',
  );
}

/**
 * What older versions get wrong: the centroid of the triangle (0, 0), (3, 0), (0, 3) is (1, 1).
 *
 * @throws UserError that says which version to install.
 */
export function requireRightCentroid(loaded: Pick<typeof Planck, 'World' | 'Polygon'>, user: string): void {
  const body = new loaded.World().createBody({ type: 'dynamic' });
  const corners = [
    { x: 0, y: 0 },
    { x: 3, y: 0 },
    { x: 0, y: 3 },
  ];
  body.createFixture({ shape: new loaded.Polygon(corners), density: 1 });
  const { x, y } = body.getLocalCenter();
  if (Math.abs(x - 1) < 1e-9 && Math.abs(y - 1) < 1e-9) return;
  throw new UserError(
    `${user} needs ${VERSION}; the planck that is installed puts centres of mass in the wrong place, as 1.4.2 and older ` +
      `ones do: npm install ${VERSION} (without the version npm picks 1.4.2 on Node before 24; ${NOTE})`,
  );
}
