import type { ImportOutcome } from '@people-sync/contracts/api';
import { numberOf, peopleOf } from '../shell/numbers';

/** What an import would do, in a sentence for each kind of line there is. */
export function previewWords({ imported, unchanged, refused }: ImportOutcome): string[] {
  const be = (count: number) => (count === 1 ? 'is' : 'are');
  const added = imported === 0 ? 'Nobody will be imported.' : `${peopleOf(imported)} will be imported.`;
  const there = `${numberOf(unchanged)} ${be(unchanged)} in WeThrive already: ${unchanged === 1 ? 'stays' : 'stay'} as they are.`;
  const wrong = `${numberOf(refused)} ${refused === 1 ? 'line' : 'lines'} cannot be imported.`;
  return [added, ...(unchanged > 0 ? [there] : []), ...(refused > 0 ? [wrong] : [])];
}

/** What an import did. */
export function resultWords({ imported, unchanged, refused, state }: ImportOutcome): string[] {
  const there = `${numberOf(unchanged)} ${unchanged === 1 ? 'was' : 'were'} in WeThrive already and ${unchanged === 1 ? 'stays' : 'stay'} as they are.`;
  const wrong = `${numberOf(refused)} ${refused === 1 ? 'line was' : 'lines were'} left out.`;
  const toCome = 'They come into the People table in a moment.';
  return [
    `Imported ${peopleOf(imported)}.`,
    ...(imported > 0 && state === 'on-its-way' ? [toCome] : []),
    ...(unchanged > 0 ? [there] : []),
    ...(refused > 0 ? [wrong] : []),
  ];
}
