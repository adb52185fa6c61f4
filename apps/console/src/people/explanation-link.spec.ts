import { explanationLink } from './explanation-link';

describe('the way from a search without result to the reason', () => {
  it('asks about an address or an employee ID at once, and not about a name', () => {
    expect(explanationLink(' mara.quill@northwind-tiles.example ')).toBe(
      '/why?who=mara.quill%40northwind-tiles.example',
    );
    expect(explanationLink('NT019')).toBe('/why?who=NT019');
    expect(explanationLink('Mara')).toBe('/why');
  });
});
