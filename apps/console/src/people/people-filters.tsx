import { Button, Chip, MenuItem, Stack, TextField } from '@mui/material';
import type { FilterValues } from '@people-sync/contracts/api';
import { useQuery } from '@tanstack/react-query';
import type { PeopleQuery } from '../api/people.api';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';

/** The whole table. */
export const everybody: PeopleQuery = {
  search: '',
  status: '',
  team: '',
  location: '',
  department: '',
  manager: '',
  reportsTo: '',
  sort: '',
};

/** True if somebody may be missing from the table. */
export const isNarrowed = (query: PeopleQuery): boolean =>
  Object.values({ ...query, sort: '' }).some((value) => value !== '');

const statuses = [
  { value: 'active', label: 'Active' },
  { value: 'inactive', label: 'Inactive' },
  { value: 'waiting', label: 'Waiting for a licence' },
];

const noValues: Pick<FilterValues, 'teams' | 'locations' | 'departments' | 'managers'> = {
  ...{ teams: [], locations: [], departments: [], managers: [] },
};

/** Search and filters of the People table; they narrow on the server, so they see every page. */
export function PeopleFilters({ query, onChange }: { query: PeopleQuery; onChange: (query: PeopleQuery) => void }) {
  const { api } = useSession();
  const { data: values = noValues } = useQuery({
    queryKey: keys.filters,
    queryFn: () => api.people.filterValues(),
  });
  const set = (part: Partial<PeopleQuery>) => onChange({ ...query, ...part });
  return (
    <Stack
      direction="row"
      spacing={1.5}
      useFlexGap
      sx={{ flexWrap: 'wrap', alignItems: 'center' }}
      role="search"
      aria-label="People"
    >
      <TextField
        size="small"
        type="search"
        label="Search name or email"
        value={query.search}
        onChange={(event) => set({ search: event.target.value })}
        slotProps={{ htmlInput: { maxLength: 100 } }}
        sx={{ minWidth: 240 }}
      />
      <Filter label="Status" value={query.status} options={statuses} onChange={(status) => set({ status })} />
      <Filter label="Team" value={query.team} options={values.teams.map(plain)} onChange={(team) => set({ team })} />
      <Filter
        label="Location"
        value={query.location}
        options={values.locations.map(plain)}
        onChange={(location) => set({ location })}
      />
      <Filter
        label="Department"
        value={query.department}
        options={values.departments.map(plain)}
        onChange={(department) => set({ department })}
      />
      <Filter
        label="Manager"
        value={query.manager}
        options={values.managers.map(plain)}
        onChange={(manager) => set({ manager })}
      />
      {query.reportsTo !== '' && <ReportingTo personId={query.reportsTo} onClear={() => set({ reportsTo: '' })} />}
      {isNarrowed(query) && <Button onClick={() => onChange({ ...everybody, sort: query.sort })}>Clear</Button>}
    </Stack>
  );
}

/** Whose people are shown, by name; that it is them and nobody of their name is what the address says. */
function ReportingTo({ personId, onClear }: { personId: string; onClear: () => void }) {
  const { api } = useSession();
  const manager = useQuery({ queryKey: keys.person(personId), queryFn: () => api.people.get(personId) });
  return <Chip label={`Reporting to ${manager.data?.name ?? 'one person'}`} onDelete={onClear} />;
}

interface Option {
  readonly value: string;
  readonly label: string;
}

const plain = (value: string): Option => ({ value, label: value });

function Filter(props: {
  label: string;
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
}) {
  const { value, options } = props;
  // A link may ask for a value before the values are known, or for one that nobody has any more.
  const isOffered = value === '' || options.some((option) => option.value === value);
  return (
    <TextField
      select
      size="small"
      label={props.label}
      value={value}
      onChange={(event) => props.onChange(event.target.value)}
      slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
      sx={{ minWidth: 130 }}
    >
      <MenuItem value="">All</MenuItem>
      {!isOffered && <MenuItem value={value}>{value}</MenuItem>}
      {options.map((option) => (
        <MenuItem key={option.value} value={option.value}>
          {option.label}
        </MenuItem>
      ))}
    </TextField>
  );
}
