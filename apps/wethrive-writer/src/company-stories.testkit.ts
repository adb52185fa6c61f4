import type { Step, Wish } from './company-model.testkit';

const wish = (id: string, over: Partial<Wish> = {}): Wish => ({
  id,
  comesOrGoes: false,
  team: undefined,
  renamed: false,
  manager: undefined,
  ...over,
});
const sync = (...wishes: Wish[]): Step => ({ kind: 'sync', plan: 'applying', wishes, rotated: [] });

/** Lives that once went wrong, as short as they can be told; each is lived again in every run. */
export const stories: Readonly<Record<string, readonly Step[]>> = {
  'somebody who came back under an address is met by an import of its former owner': [
    { kind: 'import', people: [{ id: 'T1', active: false, formerly: 'T3' }] },
    sync(wish('T1', { comesOrGoes: true })),
    { kind: 'seats', seats: null },
    {
      kind: 'import',
      people: [
        { id: 'T3', active: true, formerly: 'P1' },
        { id: 'T2', active: true, formerly: 'P1' },
      ],
    },
  ],
};
