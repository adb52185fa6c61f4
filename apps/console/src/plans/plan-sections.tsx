import type { Plan } from '@people-sync/contracts/api';
import { Paper, Stack, Typography } from '@mui/material';
import { useMemo } from 'react';
import { peopleOf } from '../shell/numbers';
import { effectOf, headingOf } from './change-words';
import { GroupLine } from './group-line';
import { takesEffect } from './plan-words';
import { layoutOf } from './lines';
import { PlanPeople } from './plan-people';
import type { Choosing } from './use-left-out';

/** Few people on few lines are shown at once; more are a click away. */
const OPEN_PEOPLE = 10;
const OPEN_LINES = 4;

/** All changes: equal ones on one line by what becomes of the people, then those that nobody else has. */
export function PlanSections({
  plan,
  left,
  choosing,
}: {
  plan: Plan;
  /** How many became inactive by it; null as long as nobody has. */
  left: number | null;
  choosing: Choosing | null;
}) {
  const { sections, inLines, others } = useMemo(() => layoutOf(plan), [plan]);
  // What was said no to has no effect.
  const counts = takesEffect(plan.state);
  const isShort = inLines.size <= OPEN_LINES;
  if (plan.itemCount === 0) return <Typography>Nothing differs between PeopleHR and WeThrive.</Typography>;
  return (
    <Stack spacing={3}>
      {sections.map(({ kind, lines, people }) => (
        <Stack key={kind} spacing={1}>
          <Typography variant="h2">{headingOf(kind, people, left)}</Typography>
          {counts && <Typography color="text.secondary">{effectOf(kind, left !== null)}</Typography>}
          <Paper variant="outlined">
            {lines.map((group) => (
              <GroupLine
                key={group.groupId}
                syncId={plan.syncId}
                group={group}
                isOpen={isShort && group.count <= OPEN_PEOPLE}
                choosing={choosing}
              />
            ))}
          </Paper>
        </Stack>
      ))}
      {others > 0 && (
        <Stack spacing={1}>
          <Typography variant="h2">
            {sections.length === 0 ? 'Changing' : 'Other changes'}: {peopleOf(others)}
          </Typography>
          <Typography color="text.secondary">Each of these is like no other.</Typography>
          <Paper variant="outlined" sx={{ p: 1.5 }}>
            <PlanPeople
              which={{ syncId: plan.syncId, group: null, without: inLines, count: others }}
              label="Other changes"
              detail="change"
              choosing={choosing}
            />
          </Paper>
        </Stack>
      )}
    </Stack>
  );
}
