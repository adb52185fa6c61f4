import { Chip, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { peopleOf } from '../shell/numbers';

/** How many licences are in use. */
export function LicencesLine() {
  const { data } = useLicences();
  return data ? <Typography color="text.secondary">{data.message}</Typography> : null;
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
      <Typography color="text.secondary">{data.nextStep}</Typography>
    </Stack>
  );
}

function useLicences() {
  const { api } = useSession();
  return useQuery({ queryKey: keys.licences, queryFn: () => api.licences.get() });
}
