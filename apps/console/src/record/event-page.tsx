import { Alert, Box, Button, Link as A, Paper, Skeleton, Stack, Typography } from '@mui/material';
import type { AuditEvent } from '@people-sync/contracts/api';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { Address } from '../shell/address';
import { shown } from '../shell/dates';
import { DownloadButton } from '../shell/download-button';
import { LoadFailed } from '../shell/load-failed';
import { numberOf } from '../shell/numbers';
import { PageTitle } from '../shell/page-title';
import { kindWords } from './kind-words';
import { nameIn } from './name-in';

/** One event, and the proof that it is in the record. */
export function AuditEventPage() {
  const { api } = useSession();
  const { eventId = '' } = useParams();
  const event = useQuery({ queryKey: keys.recordEvent(eventId), queryFn: () => api.record.one(eventId) });
  return (
    <Stack spacing={3} sx={{ alignItems: 'flex-start' }}>
      <Button component={Link} to="/audit">
        Back to Audit
      </Button>
      <PageTitle>{event.data?.message ?? 'An event'}</PageTitle>
      {event.isPending && <Skeleton variant="rounded" height={240} width="100%" />}
      <LoadFailed of={event} />
      {event.data && <Event event={event.data} />}
    </Stack>
  );
}

function Event({ event }: { event: AuditEvent }) {
  const { api } = useSession();
  const name = nameIn(event.data);
  return (
    <>
      <Gone event={event} />
      <Paper variant="outlined" sx={{ p: 3, width: '100%', maxWidth: 760 }}>
        <Box
          component="dl"
          sx={{ display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: 3, rowGap: 1, m: 0 }}
        >
          <Fact name="When">{shown(event.at)}</Fact>
          <Fact name="Received">{shown(event.receivedAt)}</Fact>
          {name !== '' && (
            <Fact name="Who">
              {event.kind === 'person' ? (
                <A component={Link} to={`/people/${encodeURIComponent(event.subject)}`}>
                  {name}
                </A>
              ) : (
                name
              )}
            </Fact>
          )}
          <Fact name="By">{event.actor === null ? 'Nobody pressed a button' : <Address of={event.actor} />}</Fact>
          <Fact name="About">{kindWords[event.kind]}</Fact>
          {event.syncId !== null && (
            <Fact name="Sync">
              <A component={Link} to={`/syncs/${event.syncId}`}>
                Look at the sync
              </A>
              {' · '}
              <A component={Link} to={`/audit?syncId=${event.syncId}`}>
                All that happened in it
              </A>
            </Fact>
          )}
          <Fact name="Place in the record">{numberOf(event.index + 1)}</Fact>
        </Box>
      </Paper>
      <Stack spacing={1} sx={{ alignItems: 'flex-start', maxWidth: 760 }}>
        <Typography>
          The proof is a file that shows, without us, that this event stands in your record as it was signed.
        </Typography>
        <DownloadButton
          label="Download the proof"
          name={`entry-${event.index}.json`}
          load={() => api.record.proof(event.eventId)}
        />
      </Stack>
      <Details data={event.data} />
    </>
  );
}

/** What is not shown any more. */
function Gone({ event: { erased, lost } }: { event: AuditEvent }) {
  if (lost > 0)
    return (
      <Alert severity="error">
        Something that this event said is not there any more, although nobody erased it. Ask whoever runs PeopleSync.
      </Alert>
    );
  if (erased === 0) return null;
  return (
    <Alert severity="info">
      What this event said about somebody was erased. The event and its proof stay as they are.
    </Alert>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <Typography component="dt" color="text.secondary">
        {name}
      </Typography>
      <Typography component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
        {children}
      </Typography>
    </>
  );
}

/** Word for word, for whoever has to know. */
function Details({ data }: { data: string }) {
  return (
    <Box component="details" sx={{ width: '100%', maxWidth: 760 }}>
      <Typography component="summary" color="text.secondary" sx={{ cursor: 'pointer' }}>
        All that it says, as it was sent
      </Typography>
      <Paper variant="outlined" component="pre" tabIndex={0} sx={{ p: 2, overflow: 'auto', maxHeight: 480 }}>
        {JSON.stringify(JSON.parse(data), null, 2)}
      </Paper>
    </Box>
  );
}
