import { whyLink } from './why-link';

describe('the way from a search without result to the reason', () => {
  it('asks about an address or an employee ID at once, and not about a name', () => {
    expect(whyLink(' mara.quill@northwind-tiles.example ')).toBe('/why?who=mara.quill%40northwind-tiles.example');
    expect(whyLink('NT019')).toBe('/why?who=NT019');
    expect(whyLink('Mara')).toBe('/why');
  });
});
