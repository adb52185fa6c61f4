/** How bad an advisory is, mildest first. */
export const SEVERITIES = ['info', 'low', 'moderate', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A known weakness of a package that is there. */
export interface Advisory {
  /** `GHSA-…`. */
  readonly id: string;
  readonly package: string;
  readonly severity: Severity;
  readonly title: string;
  /** The versions that have it. */
  readonly range: string;
}

/** What the registry said; an answer in any other shape than a report is none. */
export type Asked =
  | { readonly kind: 'answered'; readonly advisories: readonly Advisory[] }
  | { readonly kind: 'no-answer'; readonly reason: string };

/**
 * Reads the output of `npm audit --json`: report version 2, the only one of npm 7 and later.
 * A refusal, HTML, or half an answer is never read as "nothing found".
 */
export function readReport(output: string): Asked {
  const parsed = objectIn(output);
  if (!parsed) return { kind: 'no-answer', reason: 'npm audit did not answer with JSON' };
  if (parsed['auditReportVersion'] !== 2 || !isObject(parsed['vulnerabilities'])) {
    return { kind: 'no-answer', reason: reasonIn(parsed) };
  }
  const found = new Map<string, Advisory>();
  for (const vulnerability of Object.values(parsed['vulnerabilities'])) {
    const via =
      isObject(vulnerability) && Array.isArray(vulnerability['via']) ? (vulnerability['via'] as unknown[]) : [];
    for (const one of via.filter(isObject)) {
      const advisory = advisoryOf(one);
      found.set(`${advisory.id} ${advisory.package}`, advisory);
    }
  }
  return { kind: 'answered', advisories: [...found.values()] };
}

function advisoryOf(via: Readonly<Record<string, unknown>>): Advisory {
  const text = (field: string): string => (typeof via[field] === 'string' ? via[field] : '');
  return {
    id: /GHSA-[\w-]+/.exec(text('url'))?.[0] ?? `npm-${String(via['source'])}`,
    package: text('name'),
    // One that nobody can rate is taken for the worst.
    severity: SEVERITIES.find((one) => one === via['severity']) ?? 'critical',
    title: text('title'),
    range: text('range'),
  };
}

function objectIn(output: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(output);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function reasonIn({ message, error }: Readonly<Record<string, unknown>>): string {
  if (typeof message === 'string') return message;
  const summary = isObject(error) ? error['summary'] : undefined;
  return typeof summary === 'string' && summary !== '' ? summary : 'npm audit answered with no report';
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
