import { effectOf, groupText, headingOf, shownChanges } from './change-words';

/** As the server tells it, which says what the field is called. */
const change = (field: string, oldValue: string | null, newValue: string | null) => ({
  field,
  label: `The ${field}`,
  oldValue,
  newValue,
});

describe('a change in words', () => {
  it('shows old and new values, and says when there is none', () => {
    expect(shownChanges([change('department', 'Sales', 'Revenue'), change('location', 'Leeds', null)])).toEqual([
      { label: 'The department', old: 'Sales', new: 'Revenue' },
      { label: 'The location', old: 'Leeds', new: 'blank' },
    ]);
  });

  it('shows dates and statuses as people say them', () => {
    expect(shownChanges([change('status', '1', '2'), change('leavingDate', null, '2026-03-03')])).toEqual([
      { label: 'The status', old: 'Current', new: 'Leaver' },
      { label: 'The leavingDate', old: 'blank', new: '3 March 2026' },
    ]);
  });

  it('shows a new manager once, and no keys that only machines read', () => {
    const moved = [
      change('uniqueKey', 'a', 'b'),
      change('manager', 'Ada Finch', 'Bo Marsh'),
      change('reportsToEmployeeId', 'NT1', 'NT2'),
      change('reportsToEmail', 'ada@tiles.example', 'bo@tiles.example'),
    ];
    expect(shownChanges(moved)).toEqual([{ label: 'The manager', old: 'Ada Finch', new: 'Bo Marsh' }]);
    // All that there is: under a name of its own, not as the employee ID.
    expect(shownChanges([change('uniqueKey', 'a', 'b')])).toEqual([{ label: 'The uniqueKey', old: 'a', new: 'b' }]);
  });

  it('says of changes that were made what they did, without those who were left out', () => {
    expect([headingOf('left', 39, null), headingOf('left', 39, 37), headingOf('left', 1, 1)]).toEqual([
      'Leaving: 39 people',
      'Left: 37 people, 2 left out',
      'Left: 1 person',
    ]);
    expect(headingOf('joined', 5, 0)).toBe('Joined: 5 people');
    expect([effectOf('left', false), effectOf('left', true)]).toEqual([
      expect.stringMatching(/^They become inactive/),
      expect.stringMatching(/^They are inactive/),
    ]);
  });

  it.each(['left', 'changed', 'rejoined', 'joined'] as const)(
    'speaks of changes that are made as of what is over, and of others as of what is to come: %s',
    (kind) => {
      const ahead = `${headingOf(kind, 3, null)} ${effectOf(kind, false)}`;
      const made = `${headingOf(kind, 3, 3)} ${effectOf(kind, true)}`;
      expect(ahead).toMatch(/ing( back)?: 3 people .*\b(become|change\.|are added)/);
      expect(made).toMatch(/^(Left|Changed|Back again|Joined): 3 people /);
      expect(made).not.toMatch(/become|change\.|are added|come free/);
    },
  );

  it('says why people leave instead of what their record says', () => {
    const left = { kind: 'left', changes: [] } as const;
    expect(groupText({ ...left, proof: 'out-of-scope' })).toBe('Left out by your settings');
    expect(groupText({ ...left, proof: 'settled-by-person' })).toBe('By your own decision');
    expect(groupText({ kind: 'changed', proof: null, changes: [change('team', null, 'Kiln')] })).toBe(
      'The team: from blank to Kiln',
    );
  });
});
