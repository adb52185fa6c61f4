import { Alert, Button, Stack, Typography } from '@mui/material';
import type { Policy } from '@people-sync/contracts/api';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { useNotice } from '../shell/notices';
import { useUnsaved } from '../shell/unsaved';
import { KnownRow, LimitRow } from './limit-row';
import {
  inPeople,
  knownSentence,
  type LimitsDraft,
  limitsDraftOf,
  limitSentence,
  limitsOf,
  limitWords,
} from './limits';
import { Section } from './section';
import { refusalOf, useSavePolicy, useUsualPolicy } from './use-policy';

/** From how many people on changes wait for somebody to look at them. */
export function LimitsSection({ policy }: { policy: Policy }) {
  const { mayChange } = useSession();
  return (
    <Section
      title="When should changes wait for your OK?"
      about="A sync that would do more than is usual changes nothing until you have looked at it. Both numbers have to be exceeded: so one leaver does not stop a small company, and a large one is asked in time. The first sync onto people who are in WeThrive already always waits."
    >
      {mayChange ? <Form policy={policy} /> : <ReadOnly policy={policy} />}
    </Section>
  );
}

function ReadOnly({ policy: { safeguards } }: { policy: Policy }) {
  return (
    <Stack component="ul" spacing={1} sx={{ m: 0, pl: 3 }}>
      {limitWords.map((words) => (
        <Typography component="li" key={words.name}>
          {limitSentence(words, safeguards[words.name])}
        </Typography>
      ))}
      <Typography component="li">{knownSentence(safeguards.knownInSnapshot)}</Typography>
    </Stack>
  );
}

function Form({ policy }: { policy: Policy }) {
  const { api } = useSession();
  const notice = useNotice();
  const licences = useQuery({ queryKey: keys.licences, queryFn: () => api.licences.get() });
  const usual = useUsualPolicy();
  const usualDraft = usual.data && limitsDraftOf(usual.data.safeguards);
  const saved = limitsDraftOf(policy.safeguards);
  const [draft, setDraft] = useState<LimitsDraft>(saved);
  const save = useSavePolicy(policy, {
    onSaved: () => notice({ severity: 'success', text: 'Saved. It takes effect at the next sync.' }),
  });
  const limits = limitsOf(draft, policy.safeguards);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(saved);
  const isUsual = JSON.stringify(draft) === JSON.stringify(usualDraft);
  const active = licences.data ? licences.data.active + licences.data.waiting : undefined;
  useUnsaved(isChanged);
  const refusal = refusalOf(save.error);
  return (
    <Stack
      component="form"
      spacing={1.5}
      onSubmit={(event) => {
        event.preventDefault();
        if (limits && isChanged) save.mutate({ safeguards: limits });
      }}
    >
      {limitWords.map((words) => (
        <LimitRow
          key={words.name}
          words={words}
          draft={draft[words.name]}
          note={
            limits && active !== undefined && words.of === 'everybody' ? inPeople(limits[words.name], active) : null
          }
          onChange={(limit) => setDraft({ ...draft, [words.name]: limit })}
        />
      ))}
      <KnownRow value={draft.known} onChange={(known) => setDraft({ ...draft, known })} />
      {limits === undefined && (
        <Alert severity="warning">
          Something typed is not a number: people are whole numbers, per cent go from 0 to 100.
        </Alert>
      )}
      {refusal !== null && <Alert severity="error">{refusal}</Alert>}
      <Stack direction="row" spacing={1}>
        <Button type="submit" variant="contained" disabled={!isChanged || !limits} loading={save.isPending}>
          Save
        </Button>
        {isChanged && <Button onClick={() => setDraft(saved)}>Discard</Button>}
        {usualDraft && !isUsual && <Button onClick={() => setDraft(usualDraft)}>Back to the usual</Button>}
      </Stack>
    </Stack>
  );
}
