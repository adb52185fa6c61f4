import { addressParts } from './address-parts';

describe('an address that is too long for its line', () => {
  it.each([
    ['ada.moss@northwind.example', ['ada', '.moss@', 'northwind', '.example']],
    ['jean-luc_o@tiles.example', ['jean', '-luc', '_o@', 'tiles', '.example']],
    ['Ada Moss,ada@tiles.example;Leeds', ['Ada Moss,', 'ada@', 'tiles', '.example;', 'Leeds']],
    ['Featherstonehaugh', ['Featherstonehaugh']],
    ['', ['']],
  ])('is broken between its parts, and never in mid-word: %j', (text, parts) => {
    expect(addressParts(text)).toEqual(parts);
    expect(addressParts(text).join('')).toBe(text);
  });
});
