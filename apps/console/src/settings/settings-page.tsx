import type { Policy } from '@people-sync/contracts/api';
import { Skeleton, Stack } from '@mui/material';
import { useSession } from '../session/session-context';
import { PageTitle } from '../shell/page-title';
import { LoadFailed } from '../shell/load-failed';
import { LeftOutSection } from './left-out-section';
import { LimitsSection } from './limits-section';
import { ProtectedSection } from './protected-section';
import { ScopeSection } from './scope-section';
import { TimingSection } from './timing-section';
import { usePolicy } from './use-policy';

/** Who should be in WeThrive, and what waits for an OK. */
export function SettingsPage() {
  const policy = usePolicy();
  return (
    <Stack spacing={3} sx={{ maxWidth: 1080 }}>
      <PageTitle>Settings</PageTitle>
      {policy.isPending && <Skeleton variant="rounded" height={480} />}
      <LoadFailed of={policy} />
      {policy.data && <Sections policy={policy.data} />}
    </Stack>
  );
}

/** A form begins anew when what it shows was changed, here or by somebody else. */
function Sections({ policy }: { policy: Policy }) {
  const { scope, safeguards, daysBeforeStart } = policy;
  const { timeZone } = useSession().company;
  return (
    <>
      <ScopeSection key={JSON.stringify(scope)} policy={policy} />
      <LeftOutSection policy={policy} />
      <ProtectedSection policy={policy} />
      <TimingSection key={`${timeZone} ${daysBeforeStart}`} policy={policy} />
      <LimitsSection key={JSON.stringify(safeguards)} policy={policy} />
    </>
  );
}
