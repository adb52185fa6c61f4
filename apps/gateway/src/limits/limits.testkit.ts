import { MAX_IMPORTED } from '@people-sync/contracts';
import { bounds, LONGEST_PAGE, MAX_LEFT_OUT, USUAL_PAGE } from '@people-sync/contracts/api';
import { LARGEST_ANSWER, patience, smallBody, STREAMS_PER_CONNECTION, USUAL } from '@people-sync/platform';
import { TENANTS_OF_A_CALLER } from '../access/call-budgets';
import type { GatewayConfig } from '../gateway.config';
import { KEYS_KEPT } from '../idempotency/idempotency-keys.repository';
import { PEOPLEHR_TAKES_MS } from '../integrations/integrations';
import { doorLimits } from '../platform-door/door-limits';
import { PLAN_LIFE_MS } from '../syncs/watchdog.handler';

/** What callers may ask of PeopleSync, or may rely on. */
export interface Limit {
  readonly of: string;
  readonly is: string;
  /** What happens beyond it, by its word. */
  readonly beyond: string;
}

const TOO_MANY = '`too-many-requests`, with the seconds to wait';

/**
 * Every limit at the doors, read from where it is declared. Those with a variable are the ones of this configuration; an
 * installation may have others.
 */
export function limitsOf(config: GatewayConfig): readonly Limit[] {
  const byVariable = (name: keyof GatewayConfig, of: string, unit: string, beyond: string): Limit => ({
    of: `${of} (\`${name}\`)`,
    is: `${said(Number(config[name]))} ${unit}`.trim(),
    beyond,
  });
  return [
    byVariable(
      'RATE_LIMIT_PER_MINUTE',
      'calls of one caller for one company, at both doors together',
      'a minute',
      TOO_MANY,
    ),
    {
      of: 'calls of one caller for all companies',
      is: `${said(config.RATE_LIMIT_PER_MINUTE * TENANTS_OF_A_CALLER)} a minute`,
      beyond: TOO_MANY,
    },
    byVariable('CALLS_AT_ONCE_PER_TENANT', 'calls of one company at work at once, in one gateway', '', 'they wait'),
    byVariable('CALLS_WAITING_PER_TENANT', 'calls of one company that wait for their turn', '', TOO_MANY),
    { of: 'how long a call waits for its turn (`CALL_WAITS_MS`)', is: seconds(config.CALL_WAITS_MS), beyond: TOO_MANY },
    byVariable('OPEN_ANSWERS_PER_TENANT', 'syncs watched and files read at once, of one company', '', TOO_MANY),
    byVariable('CONNECTS_PER_MINUTE', 'keys of PeopleHR tried for one company', 'a minute', TOO_MANY),
    byVariable('CONNECTS_PER_MINUTE_OF_PLATFORM', 'keys of PeopleHR tried by the platform', 'a minute', TOO_MANY),
    { of: 'calls at once on one gRPC connection', is: said(STREAMS_PER_CONNECTION), beyond: 'they wait in the client' },
    {
      of: 'items of a page',
      is: `1 to ${said(LONGEST_PAGE)}; ${said(USUAL_PAGE)} if nothing is said`,
      beyond: '`invalid-request`',
    },
    { of: 'a body, and a gRPC message', is: bytes(USUAL.bytes), beyond: '`too-large`' },
    ...Object.entries(doorLimits).map(([rpc, limit]) => ({
      of: `the same of \`${rpc.replace('PeopleSync/', '')}\` and its route`,
      is: bytes(limit.bytes),
      beyond: '`too-large`',
    })),
    { of: 'people in one import', is: said(MAX_IMPORTED), beyond: '`invalid-request`' },
    { of: 'people left out of a plan', is: said(MAX_LEFT_OUT), beyond: '`invalid-request`' },
    { of: 'people left out or protected by the settings', is: said(bounds.people), beyond: '`invalid-request`' },
    { of: 'an answer over gRPC', is: bytes(LARGEST_ANSWER), beyond: 'ask for smaller pages' },
    {
      of: 'an `Idempotency-Key`',
      is: '1 to 255 printable ASCII characters without blanks',
      beyond: '`invalid-request`',
    },
    { of: 'how long a key stands for its call', is: KEYS_KEPT, beyond: 'it is a new call' },
    { of: 'how long the head of an HTTP request may take', is: seconds(patience.headersTimeout), beyond: 'status 408' },
    { of: 'how long a body may take to arrive', is: `${seconds(smallBody.ms)}, an import 60 s`, beyond: '`timeout`' },
    {
      of: 'how long PeopleHR may take to check a key',
      is: seconds(PEOPLEHR_TAKES_MS),
      beyond: '`peoplehr-unavailable`',
    },
    {
      of: 'heartbeats of a sync that is watched (`WATCH_HEARTBEAT_MS`)',
      is: `every ${seconds(config.WATCH_HEARTBEAT_MS)}`,
      beyond: 'after three without one the line is dead: watch again',
    },
    { of: 'how long a plan waits for an OK', is: days(PLAN_LIFE_MS / DAY_MS), beyond: 'the sync is `expired`' },
    {
      of: 'how long a code for the console is good (`SESSION_CODE_MS`)',
      is: seconds(config.SESSION_CODE_MS),
      beyond: '`sign-in-refused`',
    },
    {
      of: 'how long the feed over all companies is kept (`FEED_DAYS`)',
      is: days(config.FEED_DAYS),
      beyond: '`after-too-old`',
    },
    { of: 'how long the changes of people are kept', is: 'as long as the company', beyond: '–' },
  ];
}

const DAY_MS = 24 * 3600 * 1000;

/** 1200 → 1,200, on every machine. */
const said = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
const seconds = (ms: number): string => (ms % 60_000 === 0 ? `${said(ms / 60_000)} min` : `${said(ms / 1000)} s`);
const days = (count: number): string => `${said(count)} days`;
const bytes = (count: number): string =>
  count % 1_048_576 === 0 ? `${said(count / 1_048_576)} MiB` : `${said(count / 1024)} KiB`;
