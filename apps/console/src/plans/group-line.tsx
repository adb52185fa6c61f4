import type { PlanGroup } from '@people-sync/contracts/api';
import { Alert, Box, Button, Checkbox, Collapse, FormControlLabel, Stack, Typography } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { sentenceOf } from '../api/problem';
import { useSession } from '../session/session-context';
import { numberOf, peopleOf } from '../shell/numbers';
import { groupText, reasonOf } from './change-words';
import { Changes } from './changes';
import { everybodyOf } from './everybody-of';
import { countOf, MOST_LEFT_OUT } from './left-out';
import { PlanPeople } from './plan-people';
import type { Choosing } from './use-left-out';

const nothing: ReadonlySet<string> = new Set();

/** Equal changes of several people on one line, with the people below it on request. */
export function GroupLine({
  syncId,
  group,
  isOpen: startsOpen,
  choosing,
}: {
  syncId: string;
  group: PlanGroup;
  isOpen: boolean;
  choosing: Choosing | null;
}) {
  const [isOpen, setOpen] = useState(startsOpen);
  const peopleId = useId();
  const text = groupText(group);
  return (
    <Box sx={{ px: 2, py: 1.5, borderBottom: 1, borderColor: 'divider', '&:last-child': { borderBottom: 0 } }}>
      <Stack direction={{ xs: 'column', sm: 'row' }} spacing={2} sx={{ alignItems: { sm: 'center' } }}>
        <Box sx={{ flexGrow: 1 }}>
          {group.kind === 'changed' ? <Changes changes={group.changes} /> : <Typography>{reasonOf(group)}</Typography>}
        </Box>
        {choosing && <LeaveOutAll syncId={syncId} group={group} text={text} choosing={choosing} />}
        <Button
          onClick={() => setOpen(!isOpen)}
          aria-expanded={isOpen}
          aria-controls={peopleId}
          aria-label={`${isOpen ? 'Hide' : 'Show'} ${peopleOf(group.count)}: ${text}`}
          sx={{ flexShrink: 0, alignSelf: { xs: 'flex-start', sm: 'center' } }}
        >
          {isOpen ? 'Hide' : 'Show'} {peopleOf(group.count)}
        </Button>
      </Stack>
      <Collapse in={isOpen} id={peopleId} mountOnEnter unmountOnExit>
        <Box sx={{ pt: 1.5 }}>
          <PlanPeople
            which={{ syncId, group: group.groupId, without: nothing, count: group.count }}
            label={text}
            detail={group.kind === 'left' ? 'leaving-date' : 'none'}
            choosing={choosing}
          />
        </Box>
      </Collapse>
    </Box>
  );
}

/** Leaves out everybody of a line; who they are is asked for when it is ticked. */
function LeaveOutAll({
  syncId,
  group,
  text,
  choosing,
}: {
  syncId: string;
  group: PlanGroup;
  text: string;
  choosing: Choosing;
}) {
  const { api } = useSession();
  const out = countOf(choosing.leftOut, group.groupId);
  // The box shows what was ticked while the people are asked for.
  const [ticked, setTicked] = useState<boolean | null>(null);
  const choose = useMutation({
    mutationFn: async (checked: boolean) => {
      choosing.choose(await everybodyOf(api.plans, syncId, group.groupId), checked);
    },
    onSettled: () => setTicked(null),
  });
  const tooMany = choosing.leftOut.size - out + group.count > MOST_LEFT_OUT;
  return (
    <Box sx={{ flexShrink: 0 }}>
      <FormControlLabel
        label={out > 0 && out < group.count ? `Leave out (${numberOf(out)})` : 'Leave out'}
        control={
          <Checkbox
            checked={ticked ?? out === group.count}
            indeterminate={ticked === null && out > 0 && out < group.count}
            disabled={tooMany && out === 0}
            onChange={(_event, checked) => {
              // Disabled, it would lose the keyboard's focus: while one tick is carried out, others are passed over.
              if (ticked !== null) return;
              setTicked(checked);
              choose.mutate(checked);
            }}
            slotProps={{ input: { 'aria-label': `Leave out all ${peopleOf(group.count)}: ${text}` } }}
          />
        }
      />
      {tooMany && out === 0 && (
        <Typography variant="body2" color="text.secondary" sx={{ maxWidth: 260 }}>
          At most {numberOf(MOST_LEFT_OUT)} people can be left out at once.
        </Typography>
      )}
      {choose.isError && <Alert severity="error">{sentenceOf(choose.error)}</Alert>}
    </Box>
  );
}
