import { Button, Chip, MenuItem, Stack, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { keys } from '../api/query-keys';
import type { RecordQuery } from '../api/record.api';
import { PersonPicker } from '../people/person-picker';
import { useSession } from '../session/session-context';
import { shown } from '../shell/dates';
import { kindWords } from './kind-words';
import { everything, isNarrowed } from './use-record-query';

/** So many are offered by name. */
const SYNCS = 100;

interface Props {
  readonly query: RecordQuery;
  readonly onChange: (part: Partial<RecordQuery>) => void;
}

/** By what the record is narrowed: what it is about, whom, which days, which sync. */
export function RecordFilters({ query, onChange }: Props) {
  return (
    <Stack
      direction="row"
      spacing={1.5}
      useFlexGap
      sx={{ flexWrap: 'wrap', alignItems: 'center' }}
      role="search"
      aria-label="The record"
    >
      <TextField
        select
        size="small"
        label="About"
        value={query.kind}
        onChange={(event) => onChange({ kind: event.target.value })}
        slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
        sx={{ minWidth: 190 }}
      >
        <MenuItem value="">Everything</MenuItem>
        {Object.entries(kindWords).map(([kind, label]) => (
          <MenuItem key={kind} value={kind}>
            {label}
          </MenuItem>
        ))}
      </TextField>
      <Day label="From" value={query.from} onChange={(from) => onChange({ from })} />
      <Day label="To" value={query.to} onChange={(to) => onChange({ to })} />
      {query.personId === '' ? (
        <PersonPicker label="Person" onPick={({ personId }) => onChange({ personId })} />
      ) : (
        <OfPerson personId={query.personId} onClear={() => onChange({ personId: '' })} />
      )}
      <OfSync syncId={query.syncId} onChange={(syncId) => onChange({ syncId })} />
      {isNarrowed(query) && <Button onClick={() => onChange(everything)}>Clear</Button>}
    </Stack>
  );
}

function Day({ label, value, onChange }: { label: string; value: string; onChange: (day: string) => void }) {
  return (
    <TextField
      type="date"
      size="small"
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ inputLabel: { shrink: true }, htmlInput: { min: '2000-01-01', max: '2999-12-31' } }}
    />
  );
}

function OfPerson({ personId, onClear }: { personId: string; onClear: () => void }) {
  const { api } = useSession();
  const person = useQuery({ queryKey: keys.person(personId), queryFn: () => api.people.get(personId) });
  return <Chip label={`About ${person.data?.name ?? 'one person'}`} onDelete={onClear} />;
}

/** The newest ones are offered; a link may lead to any. */
function OfSync({ syncId, onChange }: { syncId: string; onChange: (syncId: string) => void }) {
  const { api } = useSession();
  const syncs = useQuery({ queryKey: keys.syncNames, queryFn: async () => (await api.syncs.list(SYNCS)).items });
  const offered = syncs.data ?? [];
  const isOffered = syncId === '' || offered.some((one) => one.syncId === syncId);
  return (
    <TextField
      select
      size="small"
      label="Sync"
      value={syncId}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
      sx={{ minWidth: 200 }}
    >
      <MenuItem value="">All</MenuItem>
      {!isOffered && <MenuItem value={syncId}>An earlier sync</MenuItem>}
      {offered.map((one) => (
        <MenuItem key={one.syncId} value={one.syncId}>
          {`Sync ${one.syncNumber}, ${shown(one.startedAt)}`}
        </MenuItem>
      ))}
    </TextField>
  );
}
