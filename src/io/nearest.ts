// Finds the names that somebody who mistyped one most likely meant.

const MAX_SUGGESTIONS = 3;

/**
 * The candidates closest to `name`, best first, at most three; empty when none is close. Letter case does not
 * count, and a candidate that begins with the name, or whose words begin with its letters (`lr` for `learningRate`),
 * always is close.
 *
 * @example nearest('CartPoel-v1', ['CartPole-v1', 'Acrobot-v1']) // ['CartPole-v1']
 */
export function nearest(name: string, candidates: Iterable<string>): string[] {
  const wanted = name.toLowerCase();
  const limit = Math.max(2, Math.floor(wanted.length * 0.4));
  const scored: { candidate: string; distance: number }[] = [];
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const isShort = wanted.length >= 2 && (other.startsWith(wanted) || initials(candidate) === wanted);
    const distance = isShort ? 0.5 : editDistance(wanted, other);
    if (distance <= limit && distance < Math.max(wanted.length, other.length))
      scored.push({ candidate, distance });
  }
  scored.sort((a, b) => a.distance - b.distance);
  // Far ones only confuse beside a near one.
  const best = scored[0]?.distance ?? 0;
  return scored
    .filter(({ distance }) => distance <= best + 2)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ candidate }) => candidate);
}

/** First letters of the words in `camelCase`, `kebab-case` and `snake_case`. */
function initials(name: string): string {
  return (name.match(/[A-Z]|(?<![a-zA-Z])[a-z]/g) ?? []).join('').toLowerCase();
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, substitution);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, rows[i - 2]![j - 2]! + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
