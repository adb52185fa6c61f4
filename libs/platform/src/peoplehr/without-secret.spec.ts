import { propertyRuns } from '@people-sync/testing/property-runs';
import * as fc from 'fast-check';
import { withoutLookalikes, withoutSecret } from './without-secret';

const KEY = 'b5b1c0de-7e57-4d3a-9c0f-0d3e0a7137b1';
const entities = (text: string, one: (point: number) => string) =>
  Array.from(text, (c) => one(c.charCodeAt(0))).join('');
const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0');

/** How a program on the way may have written the key. */
const spellings: readonly (readonly [string, (key: string) => string])[] = [
  ['as it is', (key) => key],
  ['in upper case', (key) => key.toUpperCase()],
  ['in braces', (key) => `{${key}}`],
  ['without hyphens', (key) => key.replaceAll('-', '')],
  ['in groups', (key) => key.replaceAll('-', '').replace(/(.{4})/g, '$1 ')],
  ['one letter at a time', (key) => Array.from(key).join(' ')],
  ['with soft hyphens', (key) => Array.from(key).join('\u00ad')],
  ['in wide letters', (key) => entities(key, (p) => String.fromCodePoint(p + 0xfee0))],
  ['as in a URL', (key) => encodeURIComponent(key)],
  ['every character as in a URL', (key) => entities(key, (p) => `%${hex(p, 2)}`)],
  ['twice as in a URL', (key) => encodeURIComponent(entities(key, (p) => `%${hex(p, 2)}`))],
  ['as JSON may escape it', (key) => entities(key, (p) => `\\u${hex(p, 4)}`)],
  ['JSON in JSON', (key) => JSON.stringify(entities(key, (p) => `\\u${hex(p, 4)}`))],
  ['quoted', (key) => JSON.stringify(JSON.stringify({ APIKey: key }))],
  ['as HTML may escape it', (key) => entities(key, (p) => `&#${p};`)],
  ['in HTML hex', (key) => entities(key, (p) => `&#x${hex(p, 4)};`)],
  ['with HTML hyphens', (key) => key.replaceAll('-', '&ndash;')],
  ['HTML in a URL', (key) => encodeURIComponent(entities(key, (p) => `&#${p};`))],
  ['in base64', (key) => Buffer.from(key).toString('base64')],
  ['in base64 for URLs', (key) => Buffer.from(key).toString('base64url')],
  ['in base64, inside of something', (key) => Buffer.from(`{"APIKey":"${key}"}`).toString('base64')],
  ['in hex', (key) => Buffer.from(key).toString('hex')],
  ['its first half', (key) => key.slice(0, 18)],
  ['its second half', (key) => key.slice(18)],
  ['eight of its letters', (key) => key.replaceAll('-', '').slice(11, 19)],
];

/** Found as somebody would who searches a log with what the key is made of, four letters at a time. */
const shows = (text: string, key = KEY) =>
  key.split('-').filter((part) => part.length > 4 && text.toLowerCase().includes(part)).length > 0;

describe('the words of PeopleHR without the key', () => {
  it.each(spellings)('%s', (_, spell) => {
    const text = `API key '${spell(KEY)}' does not exists.`;
    const clean = withoutLookalikes(withoutSecret(text, KEY));
    expect(clean).toMatch(/^API key '.*\[key\].*' does not exists\.$/s);
    expect(clean.replace(/[^a-z0-9]/gi, '').length).toBeLessThanOrEqual('APIkeyAPIKeykeydoesnotexists'.length);
    expect(shows(clean)).toBe(false);
  });

  it.each([
    'API key does not exists.',
    'API calls will be limited to a 50 per minute',
    'No access on employee schema.',
    'Oops! Something went wrong.',
    'This company has been suspended.',
    'EmployeeId contains more than 15 characters. %41 &amp; \\u0041 GetAllEmployeeDetailPaginated',
  ])('are as they were if the key is not in them: %s', (text) => {
    expect(withoutLookalikes(withoutSecret(text, KEY))).toBe(text);
  });

  it('hide what may be the key of somebody else', () => {
    expect(withoutLookalikes('Key c0ffee00-1111-4222-8333-444455556666 and d41d8cd98f00b204e9800998ecf8427e.')).toBe(
      'Key [key] and [key].',
    );
  });

  it('are dropped altogether if the key is too short to be told from them', () => {
    expect(withoutSecret('API key K1 does not exists.', 'k1')).toBe('');
    expect(withoutSecret('Oops! Something went wrong.', 'k1')).toBe('Oops! Something went wrong.');
    expect(withoutSecret('Oops', '')).toBe('Oops');
  });

  it('never show any key of PeopleHR, whatever stands around it and however it is spelt', () => {
    const around = fc.string({ unit: 'binary', maxLength: 30 });
    const spell = fc.constantFrom(...spellings.map(([, how]) => how).filter((how) => how(KEY).length > 20));
    fc.assert(
      fc.property(fc.uuid(), around, around, spell, (key, before, after, how) => {
        const clean = withoutLookalikes(withoutSecret(`${before} ${how(key)} ${after}`, key));
        expect(shows(clean, key)).toBe(false);
      }),
      { numRuns: propertyRuns() },
    );
  });
});
