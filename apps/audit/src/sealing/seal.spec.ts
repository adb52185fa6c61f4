import { handOver, type HolderKey, newHolderBytes, openContent, sealContent } from './seal';

const holder = (keyId: string): HolderKey => ({ keyId, bytes: newHolderBytes() });
const TENANT = 'northwind-tiles';
const content = Buffer.from('{"name":"Rafe Lindqvist"}');
const rafe = holder('1');
const mira = holder('2');

describe('what is sealed about somebody', () => {
  it('opens with their key, and does not show what it says', () => {
    const sealed = sealContent(rafe, TENANT, content);
    expect(openContent(rafe, TENANT, sealed)).toEqual(content);
    expect(sealed.bytes.includes('Rafe')).toBe(false);
  });

  it('is the same each time it is said, so that it is kept once', () => {
    expect(sealContent(rafe, TENANT, content).hash).toEqual(sealContent(rafe, TENANT, content).hash);
    expect(sealContent(rafe, TENANT, Buffer.from('{}')).hash).not.toEqual(sealContent(rafe, TENANT, content).hash);
  });

  it('cannot be recognised by anybody who guesses it and has not the key', () => {
    expect(sealContent(mira, TENANT, content).hash).not.toEqual(sealContent(rafe, TENANT, content).hash);
    expect(sealContent(holder('1'), TENANT, content).hash).not.toEqual(sealContent(rafe, TENANT, content).hash);
  });

  it.each([
    ['with the key of somebody else', mira, TENANT],
    ['under their id with another key', holder('1'), TENANT],
    ['for another company', rafe, 'other'],
  ])('does not open %s', (_, key, tenantId) => {
    const sealed = sealContent(rafe, TENANT, content);
    expect(() => openContent(key, tenantId, sealed)).toThrow();
  });

  it('does not open if one bit of it was turned, or it was put in the place of another', () => {
    const sealed = sealContent(rafe, TENANT, content);
    const other = sealContent(rafe, TENANT, Buffer.from('{"name":"Mira Lindqvist"}'));
    const turned = Buffer.from(sealed.bytes);
    turned.writeUInt8(turned.readUInt8(0) ^ 1, 0);
    expect(() => openContent(rafe, TENANT, { ...sealed, bytes: turned })).toThrow(/changed/);
    expect(() => openContent(rafe, TENANT, { ...sealed, bytes: other.bytes })).toThrow(/changed/);
    expect(() => openContent(rafe, TENANT, { ...other, wrapped: sealed.wrapped })).toThrow();
  });

  it('can be handed over to another holder without touching what was committed to', () => {
    const sealed = sealContent(rafe, TENANT, content);
    const handed = handOver(rafe, mira, TENANT, sealed);
    expect([handed.hash, handed.bytes]).toEqual([sealed.hash, sealed.bytes]);
    expect(openContent(mira, TENANT, handed)).toEqual(content);
    expect(() => openContent(rafe, TENANT, handed)).toThrow();
  });
});
