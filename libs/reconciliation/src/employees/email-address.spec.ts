import { isEmailAddress } from './email-address';

describe('an email address', () => {
  it.each([
    'ines@tiles.example',
    'ines.faulkner+office@north-west.tiles.example',
    "o'neill_7@tiles.co.example",
    `${'l'.repeat(64)}@tiles.example`,
  ])('can be written to: %s', (address) => {
    expect(isEmailAddress(address)).toBe(true);
  });

  it.each([
    '',
    'ines',
    'ines@',
    '@tiles.example',
    'ines@tiles',
    'ines@tiles..example',
    'ines@-tiles.example',
    'ines@192.0.2.1',
    'ines..f@tiles.example',
    '.ines@tiles.example',
    'ines f@tiles.example',
    'ines@tiles.example ',
    'Ines@tiles.example',
    'inés@tiles.example',
    'a@b@tiles.example',
    'ines@tiles.example, omar@tiles.example',
    `${'l'.repeat(65)}@tiles.example`,
    `ines@${'l'.repeat(63)}.${'l'.repeat(63)}.${'l'.repeat(63)}.${'l'.repeat(63)}.example`,
  ])('cannot be written to: %s', (address) => {
    expect(isEmailAddress(address)).toBe(false);
  });
});
