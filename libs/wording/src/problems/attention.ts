import { number } from '../words/counted';

/** `3 people need attention`. */
export const attentionWords = (people: number): string =>
  `${number(people)} ${people === 1 ? 'person needs' : 'people need'} attention`;
