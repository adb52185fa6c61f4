import { Controller, type Type } from '@nestjs/common';
import { AllowServices, auditV1 } from '@people-sync/platform';
import { missing, type Neighbours, pageOf, USUAL_PAGE } from './neighbours.testkit';

/** An event of a record, complete; tests name what they are about. */
export const anEntry = (overrides: Partial<auditV1.Event> = {}): auditV1.Event => ({
  index: 0,
  eventId: '33333333-3333-4333-8333-333333333333',
  type: 'net.wethrive.peoplesync.sync.requested.v1',
  time: '2026-03-02T06:00:00.000Z',
  received: '2026-03-02T06:00:00.500Z',
  source: '/peoplesync/gateway',
  subject: 'northwind',
  syncId: '',
  actor: 'grace',
  topic: 'peoplesync.requests',
  partition: 3,
  epoch: 1,
  position: 1,
  data: '{"number":1}',
  erased: 0,
  lost: 0,
  rowsAdded: 0,
  rowsRemoved: 0,
  ...overrides,
});

/** A check of a record that found something. */
export const aReplay = (overrides: Partial<auditV1.Replay> = {}): auditV1.Replay => ({
  replayId: '33333333-3333-4333-8333-333333333334',
  status: 'completed',
  until: '',
  entriesTaken: 12,
  entriesTotal: 12,
  reason: '',
  plans: 2,
  events: 5,
  people: 3,
  known: 3,
  keptPlans: 2,
  differenceCount: 1,
  differences: [
    {
      about: 'person',
      syncId: '',
      personId: '11111111-1111-4111-8111-111111111111',
      what: 'team',
      recorded: '"Director"',
      expected: '"Tiler"',
      erased: false,
    },
  ],
  partlyChecked: [],
  requestedAt: '2026-03-02T06:00:00.000Z',
  startedAt: '2026-03-02T06:00:00.100Z',
  finishedAt: '2026-03-02T06:00:02.000Z',
  ...overrides,
});

/** Audit's door by its real contract, over what tests put there. */
export function auditNeighbour(neighbours: Neighbours): Type<unknown> {
  const eventOf = ({ tenantId, eventId }: auditV1.GetEventRequest): auditV1.Event =>
    neighbours.events.get(tenantId)?.find((one) => one.eventId === eventId) ?? missing();

  @Controller()
  @auditV1.AuditControllerMethods()
  @AllowServices('gateway')
  class AuditController implements auditV1.AuditController {
    async listEvents(request: auditV1.ListEventsRequest): Promise<auditV1.ListEventsResponse> {
      await neighbours.calls('listEvents', request);
      const { tenantId, about, syncId, from, to, types, newestFirst, cursor } = request;
      const wanted = (neighbours.events.get(tenantId) ?? []).filter(
        (one) =>
          (about === '' || one.subject === about) &&
          (syncId === '' || one.syncId === syncId) &&
          (from === '' || one.time >= from) &&
          (to === '' || one.time < to) &&
          (types.length === 0 || types.includes(one.type)) &&
          (cursor === '' || (newestFirst ? one.index < Number(cursor) : one.index > Number(cursor))),
      );
      const ordered = newestFirst ? wanted.toReversed() : wanted;
      const limit = request.limit || USUAL_PAGE;
      const events = ordered.slice(0, limit);
      return { events, nextCursor: ordered.length > limit ? String(events.at(-1)?.index) : '' };
    }

    async getEvent(request: auditV1.GetEventRequest): Promise<auditV1.Event> {
      await neighbours.calls('getEvent', request);
      return eventOf(request);
    }

    async getProof(request: auditV1.GetProofRequest): Promise<auditV1.GetProofResponse> {
      await neighbours.calls('getProof', request);
      const { index } = eventOf(request);
      return { index, entry: `{"index":${index},"v":1}`, proof: `c2sp.org/tlog-proof@v1\nindex ${index}\n\na head\n` };
    }

    async getCheckpoint(request: auditV1.GetCheckpointRequest): Promise<auditV1.GetCheckpointResponse> {
      await neighbours.calls('getCheckpoint', request);
      const size = neighbours.events.get(request.tenantId)?.length ?? missing();
      return { size, note: `audit.example/a-company\n${size}\n\n— somebody\n` };
    }

    async listFindings(request: auditV1.ListFindingsRequest): Promise<auditV1.ListFindingsResponse> {
      await neighbours.calls('listFindings', request);
      const all = neighbours.findings.get(request.tenantId) ?? [];
      return { findings: all.slice(0, request.limit), more: all.length > request.limit };
    }

    async startReplay(request: auditV1.StartReplayRequest): Promise<auditV1.Replay> {
      await neighbours.calls('startReplay', request);
      const { tenantId, until } = request;
      const replays = neighbours.replays.get(tenantId) ?? [];
      const replayId = `33333333-3333-4333-8333-${String(replays.length).padStart(12, '0')}`;
      const replay = aReplay({
        replayId,
        until,
        status: 'queued',
        finishedAt: '',
        differences: [],
        differenceCount: 0,
      });
      neighbours.replays.set(tenantId, [replay, ...replays]);
      return replay;
    }

    async getReplay(request: auditV1.GetReplayRequest): Promise<auditV1.Replay> {
      await neighbours.calls('getReplay', request);
      const all = neighbours.replays.get(request.tenantId) ?? [];
      return all.find(({ replayId }) => replayId === request.replayId) ?? missing();
    }

    async listReplays(request: auditV1.ListReplaysRequest): Promise<auditV1.ListReplaysResponse> {
      await neighbours.calls('listReplays', request);
      const { items, nextCursor } = pageOf(neighbours.replays.get(request.tenantId) ?? [], request);
      return { replays: items.map((one) => ({ ...one, differences: [], partlyChecked: [] })), nextCursor };
    }

    async listKeys(request: auditV1.ListKeysRequest): Promise<auditV1.ListKeysResponse> {
      await neighbours.calls('listKeys', request);
      return { vkeys: ['audit.example+00000000+AQ=='] };
    }
  }
  return AuditController;
}
