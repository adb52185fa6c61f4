/** The part of kafkajs that knows Kafka's error codes. */
interface ProtocolErrors {
  readonly errorCodes: readonly { readonly type: string; readonly message: string; readonly retriable: boolean }[];
}

/** How much a line weighs. */
export type Weight = 'debug' | 'warn' | 'error';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- a deep path of a CommonJS package
const { errorCodes } = require('kafkajs/src/protocol/error') as ProtocolErrors;

/** What a broker answers while a group shares out its partitions anew: the member joins again by itself. */
const OF_GROUPS = new Set([
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'REBALANCE_IN_PROGRESS',
  'MEMBER_ID_REQUIRED',
]);

/** The texts of answers after which kafkajs asks again by itself; what it gives up, it throws, and we say. */
const ordinary = errorCodes.filter(({ type, retriable }) => retriable || OF_GROUPS.has(type)).map((one) => one.message);

/** Lines about joining again. */
const JOINS_AGAIN = [
  'The group is rebalancing, re-joining',
  'The coordinator is not aware of this member, re-joining the group',
  'Consumer is not aware of all assigned partitions, refreshing metadata',
  'resync group',
];

/** A broker that is away is waited for. */
const AWAY = [/^Connection (error|timeout)/, /^Failed to connect to/, /^Restarting the consumer/];

/**
 * How much a line of kafkajs weighs. It logs an error for every answer with an error code, also for those that are a part of
 * every start and every rebalance: these are of interest to developers only.
 * @param error what the line says beside its message
 */
export function weightOf(given: 'warn' | 'error', message: string, error: string | undefined): Weight {
  const isAnswer = message.startsWith('Response ') && error !== undefined;
  if (isAnswer && ordinary.some((text) => error.includes(text))) return 'debug';
  // It begins anew by itself; if it does not, that is told as an error of ours.
  if (message.startsWith('Crash: ') && ordinary.some((text) => message.includes(text))) return 'warn';
  if (JOINS_AGAIN.some((text) => message.includes(text))) return 'debug';
  return AWAY.some((line) => line.test(message)) ? 'warn' : given;
}
