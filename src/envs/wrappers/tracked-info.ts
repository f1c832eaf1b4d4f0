// What numbers of a step's info come to over an episode: their greatest, least, mean, sum or last one.
import { show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import type { Info } from '../env.js';

const KINDS = ['max', 'min', 'mean', 'sum', 'last'] as const;
type Kind = (typeof KINDS)[number];

/** Names of Gymnasium's own statistics. */
const TAKEN = ['r', 'l', 't'];

interface Tracked {
  readonly name: string;
  readonly kind: Kind;
  value: number;
  /** Steps that told it. */
  count: number;
}

export class TrackedInfo {
  private readonly tracked: readonly Tracked[];

  /** @param entries such as `x_pos:max`; without a kind it is the last one @throws UserError for others */
  constructor(entries: readonly string[]) {
    this.tracked = entries.map((entry) => {
      const [name = '', kind = 'last', ...rest] = entry.split(':');
      const isKind = (KINDS as readonly string[]).includes(kind);
      if (name !== '' && !TAKEN.includes(name) && isKind && rest.length === 0)
        return { name, kind: kind as Kind, value: 0, count: 0 };
      throw new UserError(
        `RecordEpisodeStatistics: track takes name:kind, with the name of a number in info (not r, l or t) and a kind of ` +
          `${KINDS.join(', ')}, as in x_pos:max; got ${show(entry)}.`,
      );
    });
  }

  start(): void {
    for (const each of this.tracked) each.count = 0;
  }

  add(info: Info): void {
    for (const each of this.tracked) {
      const told = info[each.name];
      if (typeof told !== 'number' && typeof told !== 'boolean') continue;
      each.value = each.count === 0 ? Number(told) : joined(each, Number(told));
      each.count++;
    }
  }

  /** @throws UserError when no step of the episode told one of them. */
  values(lastInfo: Info): Record<string, number> {
    return Object.fromEntries(
      this.tracked.map(({ name, kind, value, count }) => {
        if (count > 0) return [name, kind === 'mean' ? value / count : value];
        throw new UserError(
          `RecordEpisodeStatistics: track: no step of the episode told a number ${show(name)} in its info; the last one ` +
            `holds ${Object.keys(lastInfo).join(', ') || 'nothing'}.`,
        );
      }),
    );
  }

  save(): { value: number; count: number }[] {
    return this.tracked.map(({ value, count }) => ({ value, count }));
  }

  load(saved: readonly { value: number; count: number }[]): void {
    this.tracked.forEach((each, i) => {
      Object.assign(each, saved[i]);
    });
  }
}

function joined({ kind, value }: Tracked, told: number): number {
  if (kind === 'max') return Math.max(value, told);
  if (kind === 'min') return Math.min(value, told);
  return kind === 'last' ? told : value + told;
}

/** What a wrapper tracked over the episode that ended with this info, besides return, length and time. */
export function trackedIn(info: Info | undefined): Record<string, number> | undefined {
  if (typeof info?.episode !== 'object' || info.episode === null) return undefined;
  const told = Object.entries(info.episode).filter(
    ([name, value]) => !TAKEN.includes(name) && typeof value === 'number',
  );
  return told.length > 0 ? Object.fromEntries(told) : undefined;
}
