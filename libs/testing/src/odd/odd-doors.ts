/// <reference types="jest" />
import { status } from '@grpc/grpc-js';
import type { GrpcPackage } from '@people-sync/platform';
import fc from 'fast-check';
import { byteClient, ending, rpcsOf } from './odd-messages';
import { oddRequests, sent } from './odd-requests';
import { oddRuns } from './odd-runs';
import { type OpenApiDocument, type Operation, operationsOf } from './openapi';

/** A door under test, as it is while a test runs. */
export interface OddDoor {
  /** `http://host:port`, or of gRPC `host:port`. */
  readonly address: string;
  readonly token: string;
  /** Good values, by the name of their field or parameter. */
  readonly known: Readonly<Record<string, string>>;
}

/** How often each operation is tried in every run. */
const RUNS = 30;

/** Only what is far too large is cut off without an answer. */
const LARGE = 15_000;

const LIMIT = { timeout: 60_000 };

/** What no caller is to be told: that we did something wrong, or nothing at all. */
const faults: readonly status[] = [status.UNKNOWN, status.INTERNAL, status.DATA_LOSS, status.DEADLINE_EXCEEDED];

/**
 * One test for each operation of an OpenAPI document, new ones too: whatever is sent is answered below 500, and refusals
 * are problems. @param after what must hold behind each
 */
export function answersOddRequests(
  document: OpenApiDocument,
  door: (operation: Operation) => OddDoor,
  after: () => Promise<void>,
  runs = RUNS,
): void {
  const operations = operationsOf(document).map((one) => [`${one.method} ${one.path}`, one] as const);
  it.each(operations)('%s is answered, and never by a fault of ours', async (_name, operation) => {
    const { address, token, known } = door(operation);
    const property = fc.asyncProperty(oddRequests(document, operation, known), async (request) => {
      const { status: code, contentType, text } = await sent(address, { authorization: `Bearer ${token}` }, request);
      if (code === 0) {
        expect(request.target.length + (request.body?.length ?? 0)).toBeGreaterThan(LARGE);
        return;
      }
      expect(code < 500 ? 'answered' : `${code} ${text}`).toBe('answered');
      // What Node itself refuses, and what has no body, has no type.
      if (code >= 400 && text !== '') expect(contentType).toContain('application/problem+json');
    });
    await fc.assert(property, { ...oddRuns(runs), ...LIMIT });
    await after();
  });
}

/**
 * One test for each call of these gRPC packages, new ones too: whatever bytes are sent, it ends with a code that is no
 * fault of ours. @param after what must hold behind each
 */
export function answersOddMessages(
  packages: readonly GrpcPackage[],
  door: (path: string) => OddDoor | Promise<OddDoor>,
  after: () => Promise<void>,
  runs = RUNS,
): void {
  it.each(rpcsOf(packages, {}).map(({ path }) => path))(
    '%s is answered, and never by a fault of ours',
    async (path) => {
      const { address, token, known } = await door(path);
      const rpc = rpcsOf(packages, known).find((one) => one.path === path);
      if (!rpc) throw new Error(`${path} is gone`);
      const client = byteClient(address);
      const codes: readonly number[] = faults;
      const property = fc.asyncProperty(rpc.requests, async (bytes) => {
        const code = await ending(client, rpc, bytes, token);
        expect(codes.includes(code) ? code : 'answered').toBe('answered');
      });
      await fc.assert(property, { ...oddRuns(runs), ...LIMIT }).finally(() => client.close());
      await after();
    },
  );
}
