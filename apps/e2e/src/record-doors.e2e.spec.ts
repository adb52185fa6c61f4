import { spawnSync } from 'node:child_process';
import { Readable } from 'node:stream';
import type { AuditCheckpoint, AuditEvent, AuditProof } from '@people-sync/contracts/api';
import {
  aTenantId,
  describeReal,
  eventually,
  noteVerifier,
  type RunningSystem,
  startSystem,
} from '@people-sync/testing';
import { verifyRecordFile } from '@people-sync/transparency';
import { Customer } from './doors/customer.client';
import { staff } from './doors/staff';

const PEOPLE = 5;

describeReal('postgres', 'note-verifier')(
  'the record, as somebody takes it from the door who does not trust us',
  () => {
    let system: RunningSystem;
    let customer: Customer;
    let events: AuditEvent[];
    let vkeys: string[];

    beforeAll(async () => {
      system = await startSystem({ form: 'embedded' });
      customer = await Customer.create(system, aTenantId(), { rows: staff(PEOPLE) });
      await customer.mustConnect();
      expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { joined: PEOPLE } });
      events = await eventually(async () => {
        const all = await listed('limit=500');
        expect(all.filter(({ type }) => type.includes('.sync.applied.'))).toHaveLength(1);
        return all;
      }, 60_000);
      const answer = await fetch(`${system.http}/v1/audit/keys`, {
        headers: { authorization: `Bearer ${system.token}` },
      });
      vkeys = ((await answer.json()) as { vkeys: string[] }).vkeys;
    });
    afterAll(() => system.stop());

    const read = async <T>(path: string): Promise<T> => {
      const { status, body } = await customer.call('GET', `/audit/${path}`);
      expect([path, status]).toEqual([path, 200]);
      return body as T;
    };
    const listed = async (query: string): Promise<AuditEvent[]> =>
      (await read<{ items: AuditEvent[] }>(`events?${query}`)).items;

    /** What the code of Go's checksum database says of each. */
    function saysOf(claims: readonly object[]): string[] {
      const input = JSON.stringify({ vkey: vkeys[0], claims });
      const { stdout, stderr, status } = spawnSync(noteVerifier() ?? '', {
        input,
        encoding: 'utf8',
        maxBuffer: 2 ** 26,
      });
      if (status !== 0) throw new Error(stderr);
      return stdout.trimEnd().split('\n');
    }

    it('has every event in order, in words, found by person, sync, kind and day', async () => {
      expect(events.map(({ index }) => index)).toEqual(events.map((_, n) => events.length - 1 - n));
      expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(['settings', 'sync', 'plan', 'person']));
      const added = await listed('kind=person');
      expect(added.filter(({ message }) => message === 'Somebody was added to the People table.')).toHaveLength(PEOPLE);
      const one = added.find(({ type }) => type.includes('.person.added.'));
      const ofPerson = await listed(`personId=${one?.subject}`);
      expect(ofPerson.map(({ type }) => type)).toContain(one?.type);
      expect(ofPerson.filter(({ type }) => type.includes('.person.added.'))).toHaveLength(1);
      expect(await read<AuditEvent>(`events/${one?.eventId}`)).toEqual(one);
      expect(one?.data).toContain('"email":"');
      const syncId = one?.syncId ?? '';
      expect((await listed(`syncId=${syncId}&limit=500`)).every((each) => each.syncId === syncId)).toBe(true);
      expect(await listed('to=2020-01-01')).toEqual([]);
      expect(await listed('from=2020-01-01&limit=500')).toHaveLength(events.length);
      expect(await read('findings')).toEqual({
        items: [],
        more: false,
        message: 'Nothing is known to be missing in what was received.',
      });
    });

    it("is taken by Go's own code: the head over all entries, the proof of each, and no proof of another", async () => {
      const { note, size } = await read<AuditCheckpoint>('checkpoint');
      const inOrder = [...events].reverse().slice(0, size);
      const proofs: AuditProof[] = [];
      for (const { eventId } of inOrder) proofs.push(await read<AuditProof>(`events/${eventId}/proof`));
      const entries = proofs.map(({ entry }) => Buffer.from(entry, 'utf8').toString('base64'));
      const claims = proofs.map(({ proof }, n) => ({ proof, entry: entries[n] }));
      expect(saysOf([{ checkpoint: note, entries }, ...claims])).toEqual(['ok', ...claims.map(() => 'ok')]);
      expect(saysOf([{ proof: proofs[0]?.proof, entry: entries[1] }])).not.toContain('ok');
      for (const proof of proofs) {
        const file = Readable.from([Buffer.from(JSON.stringify(proof))]);
        expect((await verifyRecordFile(file, vkeys)).exitCode).toBe(0);
      }
    });

    it('gives the newest head as the note itself to whoever asks for text', async () => {
      const answer = await fetch(`${system.http}/v1/tenants/${customer.tenant}/audit/checkpoint`, {
        headers: { authorization: `Bearer ${system.token}`, accept: 'text/plain' },
      });
      expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(await answer.text()).toBe((await read<AuditCheckpoint>('checkpoint')).note);
    });
  },
);
