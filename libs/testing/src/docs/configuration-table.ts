import { table } from './event-pages';

/** One variable that a service reads from its environment. */
export interface Variable {
  readonly name: string;
  /** Undefined if there is none. */
  readonly fallback: unknown;
  /** True if the service starts without it, though there is no fallback. */
  readonly optional: boolean;
  /** What its class says of it. */
  readonly meaning: string;
}

/** The variables of one configuration class. */
export function configurationTable(variables: readonly Variable[]): string {
  return table(
    ['variable', 'without it', 'meaning'],
    variables.map(({ name, fallback, optional, meaning }) => [
      `\`${name}\``,
      fallback === undefined ? (optional ? '–' : '**needed**') : fallbackOf(name, fallback),
      meaning,
    ]),
  );
}

function fallbackOf(name: string, fallback: unknown): string {
  if (fallback === '') return 'empty';
  const text = `\`${String(fallback)}\``;
  if (typeof fallback !== 'number') return text;
  if (name.endsWith('_MS')) return `${text}${aside(durationOf(fallback))}`;
  return name.endsWith('_BYTES') ? `${text}${aside(`${fallback / 1024 / 1024} MiB`)}` : text;
}

const aside = (text: string): string => (text === '' ? '' : ` (${text})`);

function durationOf(ms: number): string {
  if (ms >= 3_600_000 && ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  if (ms >= 60_000 && ms % 60_000 === 0) return `${ms / 60_000} min`;
  return ms >= 1000 ? `${ms / 1000} s` : '';
}

/** Puts the text between `<!-- name -->` and `<!-- /name -->` of a page. @throws if the page has no such place. */
export function withPart(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page has no place for ${name}`);
  // Made as it is, so that no formatter has a say in whether the page is up to date.
  const kept = `<!-- prettier-ignore-start -->\n\n${text}\n\n<!-- prettier-ignore-end -->`;
  return `${page.slice(0, from + begin.length)}\n\n${kept}\n\n${page.slice(to)}`;
}
