import { Box, TextField, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { fractionIn, type LimitDraft, type LimitWords, peopleIn } from './limits';

/** One limit as a sentence with two numbers to fill in, and what it means for this company. */
export function LimitRow(props: {
  words: LimitWords;
  draft: LimitDraft;
  note: string | null;
  onChange: (draft: LimitDraft) => void;
}) {
  const { words, draft, onChange } = props;
  const whose = words.of === 'everybody' ? '% of everybody' : '% of those who had one';
  return (
    <Sentence label={`More people than usual ${words.does}`}>
      More than{' '}
      <NumberField
        label={`People who ${words.does}`}
        value={draft.people}
        isRight={peopleIn(draft.people) !== undefined}
        onChange={(people) => onChange({ ...draft, people })}
      />{' '}
      people and more than{' '}
      <NumberField
        label={`Per cent who ${words.does}`}
        value={draft.percent}
        isRight={fractionIn(draft.percent) !== undefined}
        onChange={(percent) => onChange({ ...draft, percent })}
      />{' '}
      {whose} {words.does}.
      {props.note !== null && (
        <Typography variant="body2" color="text.secondary">
          {props.note}
        </Typography>
      )}
    </Sentence>
  );
}

/** The limit that counts the other way round. */
export function KnownRow({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <Sentence label="Too few people in PeopleHR's answer">
      Fewer than{' '}
      <NumberField
        label="Per cent of the people we know who have to be in PeopleHR's answer"
        value={value}
        isRight={fractionIn(value) !== undefined}
        onChange={onChange}
      />{' '}
      % of the people we know are in PeopleHR&rsquo;s answer.
    </Sentence>
  );
}

/** Text that flows around the numbers, on narrow screens too. */
function Sentence({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Box role="group" aria-label={label} sx={{ lineHeight: 1.7 }}>
      {children}
    </Box>
  );
}

function NumberField(props: { label: string; value: string; isRight: boolean; onChange: (value: string) => void }) {
  return (
    <TextField
      size="small"
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      error={!props.isRight}
      sx={{ width: 72, verticalAlign: 'middle' }}
      slotProps={{ htmlInput: { inputMode: 'decimal', maxLength: 6, 'aria-label': props.label } }}
    />
  );
}
