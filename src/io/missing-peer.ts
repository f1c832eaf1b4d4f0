// Packages that only some users need: what to say when one of them is not installed.
import { UserError } from './errors.js';

/**
 * For the `catch` of an import, which must stay a literal `import('name')` so that bundlers see it.
 *
 * @param peer name and version, e.g. `planck@1.5.0`
 * @param user what needs it, e.g. `LunarLander-v3`
 * @param note what else there is to know when installing it
 * @throws UserError that says what to install, unless the package is there and itself failed.
 * @example const planck = await import('planck').catch(missingPeer('planck@1.5.0', 'LunarLander-v3'));
 */
export function missingPeer(peer: string, user: string, note?: string): (error: unknown) => never {
  const name = peer.replace(/@[^@]*$/, '');
  return (error) => {
    const { code, message } = error as { code?: string; message?: string };
    const missing = code === 'ERR_MODULE_NOT_FOUND' || !code;
    if (!missing || !message?.includes(name)) throw error;
    const remark = note === undefined ? '' : ` (${note})`;
    throw new UserError(
      `${user} needs the package ${name}, which is not installed: npm install ${peer}${remark}`,
    );
  };
}
