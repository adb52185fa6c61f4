import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { programsIn } from './programs';

describe('the programs of a page', () => {
  it('are the blocks of one title together, in their order', () => {
    const page =
      'One\n\n```ts title=a.mts\nfirst\n```\n\n```sh title=b.sh\nother\n```\n\n```ts title=a.mts\nsecond\n```\n';
    expect(programsIn(page)).toEqual([
      { name: 'a.mts', text: 'first\nsecond\n' },
      { name: 'b.sh', text: 'other\n' },
    ]);
  });

  it('are all blocks there are: one that nobody would run is refused', () => {
    expect(() => programsIn('```ts\nnobody runs this\n```\n')).toThrow('a block of ts has no title');
  });

  it('of the guide are those that its end-to-end test runs', () => {
    const guide = readFileSync(join(__dirname, '../../../../docs/platform.md'), 'utf8');
    const test = readFileSync(join(__dirname, '../platform-guide.e2e.spec.ts'), 'utf8');
    for (const { name } of programsIn(guide)) expect(test).toContain(`'${name}'`);
  });
});
