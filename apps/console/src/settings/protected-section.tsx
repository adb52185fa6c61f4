import type { Policy } from '@people-sync/contracts/api';
import { Alert, Button, Typography } from '@mui/material';
import { sentenceOf } from '../api/problem';
import { PersonPicker } from '../people/person-picker';
import { useProtect } from '../people/use-leave-out';
import { useSession } from '../session/session-context';
import { PersonList, PersonRow } from './person-list';
import { Section } from './section';

/** People whom no sync makes inactive. */
export function ProtectedSection({ policy }: { policy: Policy }) {
  const { mayChange } = useSession();
  const protect = useProtect();
  return (
    <Section
      title="Protected people"
      about="No sync makes these people inactive. If PeopleHR says that one of them left, you are told instead. Useful for whoever runs WeThrive at your company."
    >
      {policy.protectedPeople.length === 0 && <Typography>Nobody is protected.</Typography>}
      <PersonList label="Protected people">
        {policy.protectedPeople.map((personId) => (
          <PersonRow key={personId} personId={personId} knownName={null} note="">
            {(name) =>
              mayChange && (
                <Button
                  aria-label={`No longer protect ${name}`}
                  loading={protect.isPending && protect.variables.personId === personId}
                  onClick={() => protect.mutate({ personId, name, isProtected: false })}
                >
                  No longer protect
                </Button>
              )
            }
          </PersonRow>
        ))}
      </PersonList>
      {protect.isError && <Alert severity="error">{sentenceOf(protect.error)}</Alert>}
      {mayChange && (
        <PersonPicker
          label="Protect somebody"
          onPick={({ personId, name }) => protect.mutate({ personId, name, isProtected: true })}
        />
      )}
    </Section>
  );
}
