import {
  Alert,
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  LinearProgress,
  Stack,
  Typography,
} from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf } from '../api/problem';
import { settleMany } from '../decisions/settle-many';
import { useSession } from '../session/session-context';
import { useNotice } from '../shell/notices';
import { numberOf, peopleOf } from '../shell/numbers';
import { type Chosen, isChosen, nobodyChosen } from './chosen';
import { everybodyMissing } from './everybody-missing';

/** Answers for many people who are not in PeopleHR any more: who, and then whether they left or are kept. */
export function MissingTogether({
  count,
  chosen,
  onChoose,
}: {
  /** How many there are. */
  count: number;
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
}) {
  const { api } = useSession();
  const queries = useQueryClient();
  const notice = useNotice();
  const [over, setOver] = useState(0);
  const [isAsking, setAsking] = useState(false);
  const size = chosen.all ? count - chosen.people.size : chosen.people.size;
  const answer = useMutation({
    mutationFn: async (missing: 'left' | 'keep') => {
      setOver(0);
      const people = chosen.all
        ? (await everybodyMissing(api.problems)).filter((personId) => isChosen(chosen, personId))
        : [...chosen.people];
      return settleMany(people, (personId) => api.decisions.settle({ personId, missing }), setOver);
    },
    onSuccess: async ({ done, refusals }, missing) => {
      onChoose(nobodyChosen);
      const what = missing === 'left' ? 'become inactive at the next sync' : 'stay as they are';
      notice({
        severity: refusals.length === 0 ? 'success' : 'warning',
        text: [`Noted: ${peopleOf(done)} ${what}.`, ...refusals].join(' '),
      });
      await queries.invalidateQueries();
    },
  });
  return (
    <Stack spacing={1} sx={{ width: '100%' }}>
      <Stack direction="row" useFlexGap spacing={1.5} sx={{ alignItems: 'center', flexWrap: 'wrap' }}>
        <FormControlLabel
          label={`Select all ${numberOf(count)}`}
          control={
            <Checkbox
              checked={size === count}
              indeterminate={size > 0 && size < count}
              disabled={answer.isPending}
              onChange={(_event, all) => onChoose({ all, people: new Set() })}
            />
          }
        />
        <Button variant="outlined" disabled={size === 0 || answer.isPending} onClick={() => setAsking(true)}>
          They left ({numberOf(size)})
        </Button>
        <Button variant="outlined" disabled={size === 0 || answer.isPending} onClick={() => answer.mutate('keep')}>
          Keep them ({numberOf(size)})
        </Button>
      </Stack>
      {answer.isPending && (
        <>
          <Typography role="status">
            {numberOf(over)} of {numberOf(size)} answers are noted.
          </Typography>
          <LinearProgress
            variant="determinate"
            value={size === 0 ? 0 : Math.min(100, (100 * over) / size)}
            aria-label="How many answers are noted"
          />
        </>
      )}
      {answer.isError && <Alert severity="error">{sentenceOf(answer.error)}</Alert>}
      <Dialog open={isAsking} onClose={() => setAsking(false)} aria-labelledby="they-left-title">
        <DialogTitle id="they-left-title">Did {peopleOf(size)} leave?</DialogTitle>
        <DialogContent>
          <Typography>
            They become inactive at the next sync. Their data are kept. Until that sync each answer can be undone.
          </Typography>
        </DialogContent>
        <DialogActions>
          <Button onClick={() => setAsking(false)}>Go back</Button>
          <Button
            variant="contained"
            onClick={() => {
              setAsking(false);
              answer.mutate('left');
            }}
          >
            They left
          </Button>
        </DialogActions>
      </Dialog>
    </Stack>
  );
}
