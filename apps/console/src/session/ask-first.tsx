import { Alert, Button, Stack, Typography } from '@mui/material';
import type { Session } from '@people-sync/contracts/api';
import { Address } from '../shell/address';
import { DoorPage } from './door-page';

const companyOf = ({ company }: Session): string => company ?? 'all companies';

/** Before a link signs somebody in: for which company, as whom, and in whose place. */
export function AskFirst(props: {
  current: Session | null;
  offered: Session;
  problem: string | null;
  isBusy: boolean;
  onAccept: () => void;
  onDecline: () => void;
}) {
  const { current, offered } = props;
  const isOtherCompany = current !== null && current.tenant !== offered.tenant;
  return (
    <DoorPage title={current === null ? `Sign in for ${companyOf(offered)}?` : 'Sign in as somebody else?'}>
      {current === null ? (
        <Typography sx={{ overflowWrap: 'break-word' }}>
          This link signs you in for <strong>{companyOf(offered)}</strong> as{' '}
          <strong>
            <Address of={offered.subject} />
          </strong>
          . If that is not your company, somebody else sent you their link: do not sign in.
        </Typography>
      ) : (
        <>
          <Typography sx={{ overflowWrap: 'break-word' }}>
            You are signed in for <strong>{companyOf(current)}</strong> as{' '}
            <strong>
              <Address of={current.subject} />
            </strong>
            . This link is for <strong>{companyOf(offered)}</strong>, as{' '}
            <strong>
              <Address of={offered.subject} />
            </strong>
            .
          </Typography>
          <Typography>
            {isOtherCompany
              ? `If you go on, you leave ${companyOf(current)} in every tab of this browser. If ${companyOf(offered)} is not your company, somebody else sent you their link: stay where you are.`
              : 'If you go on, the other sign-in ends in every tab of this browser.'}
          </Typography>
        </>
      )}
      {props.problem !== null && <Alert severity="error">{props.problem}</Alert>}
      <Stack direction={{ xs: 'column', sm: 'row' }} spacing={1.5}>
        {current === null ? (
          <>
            <Button variant="contained" autoFocus disableFocusRipple loading={props.isBusy} onClick={props.onAccept}>
              Sign in
            </Button>
            <Button onClick={props.onDecline}>Do not sign in</Button>
          </>
        ) : (
          <>
            <Button variant="contained" autoFocus disableFocusRipple onClick={props.onDecline}>
              Stay with {isOtherCompany ? companyOf(current) : current.subject}
            </Button>
            <Button loading={props.isBusy} onClick={props.onAccept}>
              Go on with {isOtherCompany ? companyOf(offered) : offered.subject}
            </Button>
          </>
        )}
      </Stack>
    </DoorPage>
  );
}
