import { Box, Stack, TextField, Typography } from '@mui/material';
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
    <Box role="group" aria-label={`More people than usual ${words.does}`}>
      <Stack direction="row" spacing={1} useFlexGap sx={{ alignItems: 'center', flexWrap: 'wrap' }}>
        <span>More than</span>
        <TextField
          size="small"
          value={draft.people}
          onChange={(event) => onChange({ ...draft, people: event.target.value })}
          error={peopleIn(draft.people) === undefined}
          sx={{ width: 76 }}
          slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 6, 'aria-label': `People who ${words.does}` } }}
        />
        <span>people and more than</span>
        <TextField
          size="small"
          value={draft.percent}
          onChange={(event) => onChange({ ...draft, percent: event.target.value })}
          error={fractionIn(draft.percent) === undefined}
          sx={{ width: 76 }}
          slotProps={{
            htmlInput: { inputMode: 'decimal', maxLength: 5, 'aria-label': `Per cent who ${words.does}` },
          }}
        />
        <span>
          {whose} {words.does}.
        </span>
      </Stack>
      {props.note !== null && (
        <Typography variant="body2" color="text.secondary">
          {props.note}
        </Typography>
      )}
    </Box>
  );
}
