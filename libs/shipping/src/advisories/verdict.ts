import { type Advisory, type Asked, SEVERITIES, type Severity } from './report';

/** An advisory that may stay for a while. */
export interface Allowed {
  readonly id: string;
  /** Why it does not matter here, or not yet. */
  readonly reason: string;
  /** The last day on which it is allowed, `yyyy-MM-dd`. */
  readonly until: string;
}

/** What the advisories mean for a change. */
export interface Verdict {
  /** `unknown`: nobody could be asked, which is neither good nor bad. */
  readonly kind: 'clean' | 'found' | 'unknown';
  /** Sentences for whoever reads the log, the most important first. */
  readonly lines: readonly string[];
}

/** From here on an advisory fails: of what is shipped, and of what only builds and tests it. */
export const LIMITS = { shipped: 'moderate', tools: 'critical' } as const;

/**
 * @param control what was said about a package that is known to be weak: a source that does not name it knows nothing.
 * @param today `yyyy-MM-dd`.
 */
export function verdictOn(
  control: Asked,
  answers: Readonly<Record<keyof typeof LIMITS, Asked>>,
  allowed: readonly Allowed[],
  today: string,
): Verdict {
  for (const asked of [control, answers.shipped, answers.tools]) {
    if (asked.kind === 'no-answer') return unknown(asked.reason);
  }
  if (advisoriesIn(control).length === 0) {
    return unknown('the registry names no advisory for a package that is known to have one');
  }
  const known = new Map(allowed.map((one) => [one.id, one]));
  const isAllowed = ({ id }: Advisory): boolean => (known.get(id)?.until ?? '') >= today;
  const shipped = advisoriesIn(answers.shipped);
  const shippedIds = new Set(shipped.map(({ id }) => id));
  const all = [
    ...shipped.map((one) => ({ one, where: 'shipped', limit: LIMITS.shipped })),
    ...advisoriesIn(answers.tools)
      .filter(({ id }) => !shippedIds.has(id))
      .map((one) => ({ one, where: 'only for building and testing', limit: LIMITS.tools })),
  ];
  const bad = all.filter(({ one, limit }) => rank(one.severity) >= rank(limit) && !isAllowed(one));
  const others = all.filter((each) => !bad.includes(each));
  const present = new Set(all.map(({ one }) => one.id));
  return {
    kind: bad.length > 0 ? 'found' : 'clean',
    lines: [
      ...bad.map(({ one, where }) => `FAILS: ${sentence(one, where)}${expired(known.get(one.id), today)}`),
      ...others.map(({ one, where }) => `known: ${sentence(one, where)}${reasonOf(known.get(one.id))}`),
      ...allowed
        .filter(({ id }) => !present.has(id))
        .map(({ id }) => `${id} is allowed, and no longer there: take it out of the list`),
      ...(bad.length > 0 ? [] : ['No package has a known weakness that is not allowed.']),
    ],
  };
}

const unknown = (reason: string): Verdict => ({
  kind: 'unknown',
  lines: [`THE ADVISORIES COULD NOT BE ASKED: ${reason}.`, 'Nothing is known about weak packages: this is no "clean".'],
});

const advisoriesIn = (asked: Asked): readonly Advisory[] => (asked.kind === 'answered' ? asked.advisories : []);

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);

const sentence = ({ id, package: name, severity, title, range }: Advisory, where: string): string =>
  `${name} ${range} (${where}): ${severity}, ${title}, ${id}`;

const reasonOf = (allowed: Allowed | undefined): string =>
  allowed ? `; allowed until ${allowed.until}: ${allowed.reason}` : '';

const expired = (allowed: Allowed | undefined, today: string): string =>
  allowed && allowed.until < today ? `; it was allowed until ${allowed.until}: ${allowed.reason}` : '';
