import satisfies from 'spdx-satisfies';
import type { Component } from '../tree/sbom';

/** What may be shipped: whoever gets PeopleSync has to do no more than keep the notices. A new kind is a decision. */
export const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
];

/** A package under the terms that it declares: an SPDX expression, or whatever stands there instead. */
export interface Licensed {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/** Of each part of a list, by name and version. */
export function licencesOf(parts: readonly Component[]): Licensed[] {
  return parts
    .map(({ name, version, licenses = [] }) => ({
      name,
      version,
      licence: licenses.map((one) => one.expression ?? one.license?.id ?? one.license?.name ?? '').join(' AND '),
    }))
    .sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
}

/** Those that may not be shipped. An expression that nobody can read is one of them, and so is none at all. */
export function refused(all: readonly Licensed[], allowed: readonly string[] = ALLOWED): Licensed[] {
  return all.filter(({ licence }) => {
    try {
      return !satisfies(licence, [...allowed]);
    } catch {
      return true;
    }
  });
}

/** The page for whoever has to know. */
export function licencesPage(all: readonly Licensed[]): string {
  const kinds = new Map<string, Licensed[]>();
  for (const one of all) kinds.set(one.licence, [...(kinds.get(one.licence) ?? []), one]);
  const sections = [...kinds]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([licence, ofKind]) => {
      const names = ofKind.map(({ name, version }) => `- ${name} ${version}`);
      return `## ${licence}\n\n${names.join('\n')}\n`;
    });
  return `# Licences

Whose code is in the image, or bundled into the console, and under which terms. Made from the list of parts that lies in
it (\`sbom.cdx.json\`); a licence of another kind than these fails the tests: ${ALLOWED.join(', ')}.

${sections.join('\n')}`;
}

const orderOf = ({ name, version }: Licensed): string => `${name}\n${version}`;
