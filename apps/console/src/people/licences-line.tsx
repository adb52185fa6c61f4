import { Chip, Stack, Typography } from '@mui/material';
import type { Licences } from '@people-sync/contracts/api';
import { useQuery } from '@tanstack/react-query';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { numberOf, peopleOf } from '../shell/numbers';
import { licencesInUse, licencesMissing } from './licence-words';

/** How many licences are in use. */
export function LicencesLine() {
  const { data } = useLicences();
  return data ? <Typography color="text.secondary">{licencesInUse(data)}</Typography> : null;
}

/** Who waits for a licence, how many are missing, and the way to see only those people; nothing if nobody waits. */
export function WaitingForLicence({ isShown, onShow }: { isShown: boolean; onShow: (only: boolean) => void }) {
  const { data } = useLicences();
  if (!data || data.waiting === 0) return null;
  return (
    <Stack direction="row" spacing={1.5} useFlexGap sx={{ alignItems: 'center', flexWrap: 'wrap' }}>
      <Chip
        label={`${peopleOf(data.waiting)} waiting for a licence`}
        color="warning"
        variant={isShown ? 'filled' : 'outlined'}
        onClick={() => onShow(!isShown)}
        aria-pressed={isShown}
      />
      <Typography color="text.secondary">{missingText(data)}</Typography>
    </Stack>
  );
}

function missingText(licences: Licences): string {
  const missing = licencesMissing(licences);
  const needed = missing === 1 ? '1 more licence is' : `${numberOf(missing)} more licences are`;
  return missing === 0
    ? 'There are licences: they are added in a moment.'
    : `${needed} needed. Ask your WeThrive account manager; then they are added by themselves.`;
}

function useLicences() {
  const { api } = useSession();
  return useQuery({ queryKey: keys.licences, queryFn: () => api.licences.get() });
}
