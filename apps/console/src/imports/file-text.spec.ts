import { textOf } from './file-text';

describe('a file that somebody chose', () => {
  it('may come from an older spreadsheet, or be what Excel calls Unicode text', () => {
    expect(textOf(new Uint8Array([0x5a, 0x6f, 0xeb]).buffer)).toBe('Zoë');
    expect(textOf(new TextEncoder().encode('Zoë').buffer)).toBe('Zoë');
    expect(textOf(new Uint8Array([0xff, 0xfe, 0x5a, 0, 0x6f, 0, 0xeb, 0]).buffer)).toBe('Zoë');
    expect(textOf(new Uint8Array([0xfe, 0xff, 0, 0x5a, 0, 0x6f, 0, 0xeb]).buffer)).toBe('Zoë');
  });
});
