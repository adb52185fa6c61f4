import type { Plan } from '@people-sync/contracts/api';
import { AlertTitle, List, ListItem, Typography } from '@mui/material';

/** Why changes wait: what is unusual about them, what lies behind it as a rule, and what to do. */
export function WhyHeld({ plan, sentence }: { plan: Plan; sentence: string }) {
  const tripped = plan.safeguards.filter((safeguard) => safeguard.tripped);
  const causes = new Map(tripped.map(({ cause, nextStep }) => [cause, nextStep]));
  return (
    <>
      <AlertTitle>Waiting for your OK</AlertTitle>
      {tripped.length === 0 ? (
        sentence
      ) : (
        <Reasons of={tripped.map(({ message }) => message)} label="Why these changes wait" />
      )}
      {[...causes].map(
        ([cause, nextStep]) =>
          cause !== null && (
            <Typography key={cause} variant="body2" sx={{ mt: 1 }}>
              <strong>{cause}</strong> {nextStep}
            </Typography>
          ),
      )}
    </>
  );
}

/** Sentences, one a line. */
export function Reasons({ of, label }: { of: readonly string[]; label: string }) {
  return (
    <List dense disablePadding aria-label={label} sx={{ listStyle: 'disc', pl: 2.5 }}>
      {of.map((reason) => (
        <ListItem key={reason} disablePadding sx={{ display: 'list-item' }}>
          {reason}
        </ListItem>
      ))}
    </List>
  );
}
