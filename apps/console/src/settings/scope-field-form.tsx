import type { ScopeFieldName } from '@people-sync/contracts/api';
import {
  Alert,
  Box,
  Checkbox,
  FormControlLabel,
  FormGroup,
  Paper,
  Radio,
  RadioGroup,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { useId, useState } from 'react';
import { peopleOf } from '../shell/numbers';
import { blanksOf, type Choice, choicesOf, type FieldEffect, type Mode, type RuleDraft, toggled } from './scope-draft';
import { blankSentence, modeNames, scopeFieldNames, unmatchedSentence, valuesInLine } from './scope-words';

/** More values than these get a search. */
const AT_A_GLANCE = 10;

/** One field: everybody, only some of its values, or everybody but some. */
export function ScopeFieldForm(props: {
  field: ScopeFieldName;
  draft: RuleDraft;
  effect: FieldEffect;
  onChange: (draft: RuleDraft) => void;
}) {
  const { field, draft, effect, onChange } = props;
  const { values } = effect;
  const id = useId();
  const choices = choicesOf(draft, effect);
  const nobodys = draft.mode === 'everybody' ? null : unmatchedSentence(choices);
  const blank = blankSentence(field, draft.mode, blanksOf(values));
  const modes: readonly Mode[] = ['everybody', 'only', 'but'];
  return (
    <Paper component="fieldset" variant="outlined" aria-labelledby={id} sx={{ m: 0, p: 2, minWidth: 0 }}>
      <Typography id={id} component="h3" sx={{ fontWeight: 650 }}>
        {scopeFieldNames[field]}
      </Typography>
      {choices.length === 0 ? (
        <Typography color="text.secondary" variant="body2" sx={{ mt: 1 }}>
          Nobody in PeopleHR has a value here{blanksOf(values) > 0 ? '.' : ' yet.'}
        </Typography>
      ) : (
        <RadioGroup
          row
          aria-labelledby={id}
          value={draft.mode}
          onChange={(event) => {
            const mode = modes.find((one) => one === event.target.value) ?? 'everybody';
            onChange({ ...draft, mode });
          }}
        >
          {modes.map((mode) => (
            <FormControlLabel key={mode} value={mode} label={modeNames[mode]} control={<Radio size="small" />} />
          ))}
        </RadioGroup>
      )}
      {draft.mode === 'everybody' && choices.length > 0 && (
        <Typography variant="body2" color="text.secondary">
          {valuesInLine(choices)}
        </Typography>
      )}
      {draft.mode !== 'everybody' && (
        <Choices
          label={`${scopeFieldNames[field]}: ${modeNames[draft.mode].toLowerCase()}`}
          choices={choices}
          onToggle={(choice) => onChange(toggled(draft, choice))}
        />
      )}
      {nobodys !== null && (
        <Alert severity="warning" sx={{ mt: 1 }}>
          {nobodys}
        </Alert>
      )}
      {blank !== null && (
        <Typography variant="body2" color="text.secondary" sx={{ mt: 1 }}>
          {blank}
        </Typography>
      )}
    </Paper>
  );
}

function Choices(props: { label: string; choices: readonly Choice[]; onToggle: (choice: Choice) => void }) {
  const { choices } = props;
  const [search, setSearch] = useState('');
  const found = choices.filter(({ value }) => value.toLowerCase().includes(search.trim().toLowerCase()));
  return (
    <Box sx={{ mt: 1 }}>
      {choices.length > AT_A_GLANCE && (
        <TextField
          size="small"
          type="search"
          label="Find"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          sx={{ mb: 1 }}
        />
      )}
      <FormGroup
        role="group"
        aria-label={props.label}
        sx={{ maxHeight: 280, overflowY: 'auto', overflowX: 'hidden', flexWrap: 'nowrap' }}
      >
        {found.map((choice) => (
          <FormControlLabel
            key={choice.value}
            sx={{ mr: 0, '& .MuiFormControlLabel-label': { flexGrow: 1, minWidth: 0 } }}
            control={<Checkbox size="small" checked={choice.ticked} onChange={() => props.onToggle(choice)} />}
            label={
              <Stack direction="row" spacing={2} sx={{ justifyContent: 'space-between' }}>
                <span style={{ overflowWrap: 'anywhere' }}>{choice.value}</span>
                <Typography component="span" variant="body2" color="text.secondary" sx={{ whiteSpace: 'nowrap' }}>
                  {choice.gone ? 'nobody in PeopleHR' : choice.employees === null ? '' : peopleOf(choice.employees)}
                </Typography>
              </Stack>
            }
          />
        ))}
        {found.length === 0 && <Typography color="text.secondary">Nothing like that.</Typography>}
      </FormGroup>
    </Box>
  );
}
