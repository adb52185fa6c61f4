import type { Policy } from '@people-sync/contracts/api';
import { Alert, Autocomplete, Button, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useSession } from '../session/session-context';
import { useNotice } from '../shell/notices';
import { useUnsaved } from '../shell/unsaved';
import { Section } from './section';
import { refusalOf } from './use-policy';
import { useSaveTiming } from './use-save-timing';

const zones = Intl.supportedValuesOf('timeZone');

/** How long before their first day people are added, and whose midnight ends a day. */
export function TimingSection({ policy }: { policy: Policy }) {
  const { mayChange } = useSession();
  return (
    <Section
      title="First and last days"
      about="People are added when their start date comes, or some days earlier if you wish. They leave when their last day has ended in your time zone."
    >
      {mayChange ? <Form policy={policy} /> : <ReadOnly policy={policy} />}
    </Section>
  );
}

function ReadOnly({ policy: { daysBeforeStart } }: { policy: Policy }) {
  const { timeZone } = useSession().company;
  const when = daysBeforeStart === 0 ? 'on their start date' : `${daysBeforeStart} days before their start date`;
  return (
    <Typography>
      New people are added {when}. Time zone: {timeZone}.
    </Typography>
  );
}

function Form({ policy }: { policy: Policy }) {
  const notice = useNotice();
  const [days, setDays] = useState(String(policy.daysBeforeStart));
  const { company } = useSession();
  const [timeZone, setTimeZone] = useState(company.timeZone);
  const save = useSaveTiming(policy, () =>
    notice({ severity: 'success', text: 'Saved. It takes effect at the next sync.' }),
  );
  const daysBeforeStart = /^\d{1,3}$/.test(days.trim()) && Number(days) <= 365 ? Number(days) : undefined;
  const isChanged = daysBeforeStart !== policy.daysBeforeStart || timeZone !== company.timeZone;
  useUnsaved(isChanged);
  const refusal = refusalOf(save.error);
  return (
    <Stack
      component="form"
      spacing={2}
      sx={{ alignItems: 'flex-start' }}
      onSubmit={(event) => {
        event.preventDefault();
        if (daysBeforeStart !== undefined && isChanged) save.mutate({ daysBeforeStart, timeZone });
      }}
    >
      <Stack direction={{ xs: 'column', sm: 'row' }} spacing={2} sx={{ width: '100%' }}>
        <TextField
          label="Days before the start date"
          value={days}
          onChange={(event) => setDays(event.target.value)}
          error={daysBeforeStart === undefined}
          helperText={daysBeforeStart === undefined ? 'A whole number from 0 to 365' : '0: on the day itself'}
          slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 3 } }}
          sx={{ width: { sm: 240 } }}
        />
        <Autocomplete
          disableClearable
          options={zones.includes(timeZone) ? zones : [timeZone, ...zones]}
          value={timeZone}
          onChange={(_event, zone) => setTimeZone(zone)}
          renderInput={(input) => <TextField {...input} label="Time zone" />}
          sx={{ width: { xs: '100%', sm: 320 } }}
        />
      </Stack>
      {refusal !== null && <Alert severity="error">{refusal}</Alert>}
      <Button
        type="submit"
        variant="contained"
        disabled={!isChanged || daysBeforeStart === undefined}
        loading={save.isPending}
      >
        Save
      </Button>
    </Stack>
  );
}
