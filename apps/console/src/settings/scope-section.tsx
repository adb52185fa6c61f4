import { Alert, Box, Button, Paper, Stack, Typography } from '@mui/material';
import type { Policy, ScopeEffect, ScopeFieldName } from '@people-sync/contracts/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { scopeFields } from '../api/policy.api';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { LoadFailed } from '../shell/load-failed';
import { useNotice } from '../shell/notices';
import { useUnsaved } from '../shell/unsaved';
import { ConfirmScope } from './confirm-scope';
import { choicesOf, draftOf, isSame, noEffect, type ScopeDraft, scopeOf } from './scope-draft';
import { ScopeFieldForm } from './scope-field-form';
import { effectSentence, lackOf, nextSentence, ruleSentence, scopeFieldNames, unmatchedSentence } from './scope-words';
import { Section } from './section';
import { refusalOf, useSavePolicy } from './use-policy';
import { useSettled } from './use-settled';

/** Whom a company wants in WeThrive, with the effect of every tick before it is saved. */
export function ScopeSection({ policy }: { policy: Policy }) {
  const { mayChange } = useSession();
  const saved = draftOf(policy.scope);
  const [draft, setDraft] = useState(saved);
  const { effect, isCurrent, load } = useScopeEffect(draft);
  useUnsaved(!isSame(draft, saved));
  return (
    <Section
      title="Who should be in WeThrive"
      about="Choose by what stands in PeopleHR. Whoever is left out is not added; whoever is in WeThrive already becomes inactive, and their data are kept."
    >
      {mayChange ? (
        <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' } }}>
          {scopeFields.map((field) => (
            <ScopeFieldForm
              key={field}
              field={field}
              draft={draft[field]}
              effect={effect?.fields.find((one) => one.field === field) ?? noEffect}
              onChange={(rule) => setDraft({ ...draft, [field]: rule })}
            />
          ))}
        </Box>
      ) : (
        <ReadOnly draft={saved} effect={effect} />
      )}
      <LoadFailed of={load} />
      <Effect effect={effect} isCurrent={isCurrent} lack={lackOf(draft)}>
        {mayChange && !isSame(draft, saved) && (
          <Save policy={policy} draft={draft} effect={effect} isCurrent={isCurrent} onDiscard={() => setDraft(saved)} />
        )}
      </Effect>
    </Section>
  );
}

/** What the draft would do; while it is being counted, what the one before would have done. */
function useScopeEffect(draft: ScopeDraft) {
  const { api } = useSession();
  const asked = useSettled(draft);
  const scope = scopeOf(asked);
  const load = useQuery({
    queryKey: keys.scopeEffect(scope),
    queryFn: () => api.policy.scopeEffect(scope),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const { data, isPlaceholderData, isFetching } = load;
  return { effect: data, load, isCurrent: asked === draft && !isPlaceholderData && !isFetching };
}

function Effect(props: {
  effect: ScopeEffect | undefined;
  isCurrent: boolean;
  lack: string | null;
  children: ReactNode;
}) {
  const { effect, isCurrent, lack } = props;
  if (!effect) return null;
  return (
    <Paper
      elevation={0}
      sx={{
        bgcolor: 'background.default',
        border: 1,
        borderColor: 'divider',
        p: 2,
        zIndex: 1,
        ...(props.children ? { position: 'sticky', bottom: 8 } : {}),
      }}
    >
      <Stack direction={{ xs: 'column', sm: 'row' }} spacing={2} sx={{ alignItems: { sm: 'center' } }}>
        <Typography role="status" aria-live="polite" sx={{ flexGrow: 1, fontWeight: 600 }}>
          {lack ?? (isCurrent ? effectSentence(effect) : 'Counting…')}
        </Typography>
        {props.children}
      </Stack>
    </Paper>
  );
}

function ReadOnly({ draft, effect }: { draft: ScopeDraft; effect: ScopeEffect | undefined }) {
  const unmatched = (field: ScopeFieldName) =>
    unmatchedSentence(choicesOf(draft[field], effect?.fields.find((one) => one.field === field) ?? noEffect));
  return (
    <Stack component="dl" spacing={1} sx={{ m: 0 }}>
      {scopeFields.map((field) => (
        <Stack key={field} direction="row" spacing={2}>
          <Typography component="dt" color="text.secondary" sx={{ width: 150, flexShrink: 0 }}>
            {scopeFieldNames[field]}
          </Typography>
          <Typography component="dd" sx={{ m: 0 }}>
            {[ruleSentence(draft[field]), unmatched(field)].filter((part) => part !== null).join('. ')}
          </Typography>
        </Stack>
      ))}
    </Stack>
  );
}

function Save(props: {
  policy: Policy;
  draft: ScopeDraft;
  effect: ScopeEffect | undefined;
  isCurrent: boolean;
  onDiscard: () => void;
}) {
  const { policy, draft, effect, isCurrent } = props;
  const notice = useNotice();
  const [asking, setAsking] = useState(false);
  const save = useSavePolicy(policy, {
    onSaved: () => {
      setAsking(false);
      notice({ severity: 'success', text: `Saved. ${effect ? nextSentence(effect) : ''}` });
    },
  });
  const refusal = refusalOf(save.error);
  const confirm = () => {
    if (!effect || !isCurrent) return;
    const change = { scope: scopeOf(draft), confirmedLeaving: effect.leaving };
    save.mutate(change, { onError: () => setAsking(false) });
  };
  return (
    <Stack spacing={1} sx={{ alignItems: { sm: 'flex-end' } }}>
      <Stack direction="row" spacing={1}>
        <Button onClick={props.onDiscard}>Discard</Button>
        <Button
          variant="contained"
          disabled={!isCurrent || lackOf(draft) !== null}
          loading={save.isPending}
          onClick={() => (effect && effect.leaving > 0 ? setAsking(true) : confirm())}
        >
          Save
        </Button>
      </Stack>
      {refusal !== null && <Alert severity="error">{refusal}</Alert>}
      {effect && (
        <ConfirmScope
          open={asking}
          effect={effect}
          isSaving={save.isPending || !isCurrent}
          onSave={confirm}
          onBack={() => setAsking(false)}
        />
      )}
    </Stack>
  );
}
