import { Autocomplete, TextField } from '@mui/material';
import type { Person } from '@people-sync/contracts/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { everybody } from './people-filters';

/** Finds somebody by a part of their name or email. */
export function PersonPicker({ label, onPick }: { label: string; onPick: (person: Person) => void }) {
  const { api } = useSession();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: keys.picker(search),
    queryFn: () => api.people.list({ ...everybody, search }, null),
    enabled: search !== '',
    placeholderData: keepPreviousData,
  });
  return (
    <Autocomplete
      // Emptied after each pick: it adds, it does not hold.
      value={null}
      inputValue={typed}
      onInputChange={(_event, text) => setTyped(text)}
      options={search === '' ? [] : [...(found.data?.items ?? [])]}
      filterOptions={(people) => people}
      getOptionKey={(person) => person.personId}
      getOptionLabel={(person) => (person.email === null ? person.name : `${person.name}, ${person.email}`)}
      noOptionsText={search === '' ? 'Type a part of their name or email' : 'Nobody matches.'}
      loading={found.isLoading}
      loadingText="Looking…"
      onChange={(_event, person) => {
        setTyped('');
        if (person) onPick(person);
      }}
      renderInput={(input) => <TextField {...input} label={label} size="small" />}
      sx={{ width: '100%', maxWidth: 420 }}
    />
  );
}
