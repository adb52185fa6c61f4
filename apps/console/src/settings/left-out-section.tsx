import type { Person, Policy } from '@people-sync/contracts/api';
import { Alert, Button, Skeleton, Typography } from '@mui/material';
import { useState } from 'react';
import { sentenceOf } from '../api/problem';
import { type LeaveOut, leftOutPeople } from '../people/leave-out';
import { LeaveOutDialog } from '../people/leave-out-dialog';
import { PersonPicker } from '../people/person-picker';
import { useBringBack, useDecisionsAbout } from '../people/use-leave-out';
import { useSession } from '../session/session-context';
import { shown } from '../shell/dates';
import { LoadFailed } from '../shell/load-failed';
import { PersonList, PersonRow } from './person-list';
import { Section } from './section';

/** Single people who should not be in WeThrive, with the reason; each can be taken back. */
export function LeftOutSection({ policy }: { policy: Policy }) {
  const { mayChange } = useSession();
  const decisions = useDecisionsAbout();
  const [picked, setPicked] = useState<Person | null>(null);
  const bringBack = useBringBack();
  const people = decisions.data ? leftOutPeople(decisions.data, policy) : [];
  return (
    <Section
      title="People left out"
      about="Single people who should not be in WeThrive, whatever PeopleHR says, each with the reason."
    >
      {decisions.isPending && <Skeleton variant="rounded" height={60} />}
      <LoadFailed of={decisions} />
      {decisions.data && people.length === 0 && <Typography>Nobody is left out.</Typography>}
      <PersonList label="People left out">
        {people.map((one) => (
          <PersonRow key={one.personId} personId={one.personId} knownName={one.name} note={noteOf(one)}>
            {(name) =>
              mayChange && (
                <Button
                  aria-label={`Undo: no longer leave out ${name}`}
                  loading={bringBack.isPending && bringBack.variables.personId === one.personId}
                  onClick={() => bringBack.mutate({ ...one, name })}
                >
                  Undo
                </Button>
              )
            }
          </PersonRow>
        ))}
      </PersonList>
      {bringBack.isError && <Alert severity="error">{sentenceOf(bringBack.error)}</Alert>}
      {mayChange && <PersonPicker label="Leave somebody out" onPick={setPicked} />}
      {picked && <LeaveOutDialog person={picked} onClose={() => setPicked(null)} />}
    </Section>
  );
}

const noteOf = ({ reason, by, at }: LeaveOut): string =>
  [reason, [by, shown(at)].filter((part) => part !== null && part !== '').join(', ')]
    .filter((part) => part !== '')
    .join(' · ');
