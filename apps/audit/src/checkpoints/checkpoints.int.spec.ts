import { spawnSync } from 'node:child_process';
import { ChangesCompleted, type NewEvent, newEvent } from '@people-sync/contracts';
import { checkProof, consistencyPlan, isConsistent, openCheckpoint, readVkey } from '@people-sync/transparency';
import { aTenantId, describeReal, noteVerifier, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { AuditUnderTest } from '../audit.testkit';
import { OfEventDto } from '../doors/audit.dto';
import { HashesRepository } from '../tree/hashes.repository';

/** Events of no meaning, so many. */
const some = (tenantId: string, count: number): NewEvent[] =>
  Array.from({ length: count }, (_, n) =>
    newEvent(ChangesCompleted, { source: '/peoplesync/reconciler', tenantId }, { number: n + 1, count: n }),
  );

function parts(take: (audit: AuditUnderTest) => void): void {
  let database: TestDatabase;
  let audit: AuditUnderTest;
  beforeAll(async () => {
    database = await provideTestDatabase();
    audit = await AuditUnderTest.open(database.url);
    await audit.checkpoints.publish(audit.dataSource.manager, audit.identity.vkeys);
    take(audit);
  });
  afterAll(async () => {
    await audit.close();
    await database.drop();
  });
}

const proofOf = (audit: AuditUnderTest, tenantId: string, eventId: string) =>
  audit.doors.getProof(Object.assign(new OfEventDto(), { tenantId, eventId }));

describeReal('postgres')('a checkpoint', () => {
  let audit: AuditUnderTest;
  let tenantId: string;
  parts((opened) => (audit = opened));
  beforeEach(() => {
    tenantId = aTenantId();
  });

  const verifiers = async () => (await audit.doors.listKeys()).vkeys.map(readVkey);
  const newest = async () => {
    const head = await audit.signing.newestOf(tenantId);
    return openCheckpoint(head?.note ?? '', await verifiers(), audit.identity.originOf(tenantId));
  };
  /** As somebody does who can get by the triggers. */
  const tamper = (statement: string) =>
    audit.dataSource.transaction(async (tx) => {
      await tx.query(`SET LOCAL session_replication_role = 'replica'`);
      await tx.query(statement, [tenantId]);
    });

  it('is over all entries, and is checked with the public keys alone', async () => {
    await audit.take(some(tenantId, 5));
    const { size, root } = await newest();
    expect([size, root.toString('base64')]).toEqual([5, await audit.reckonedRoot(tenantId)]);
  });

  it('proves every event of a record, whatever its size', async () => {
    const events = some(tenantId, 300);
    for (let at = 0; at < events.length; at += 75) await audit.take(events.slice(at, at + 75));
    const origin = audit.identity.originOf(tenantId);
    const keys = await verifiers();
    for (const [index, { id }] of events.entries()) {
      const { entry, proof } = await proofOf(audit, tenantId, id);
      expect(checkProof(proof, Buffer.from(entry), keys, origin)).toMatchObject({ index, size: 300 });
    }
  });

  it('is consistent with every one before it', async () => {
    const heads = [];
    for (let n = 0; n < 12; n += 1) {
      await audit.take(some(tenantId, 1 + n * 5));
      heads.push(await newest());
    }
    const last = heads.at(-1)!;
    const asked = heads.map(({ size }) => ({ tenantId, plan: consistencyPlan(size, last.size) }));
    const proofs = await new HashesRepository().proofs(audit.dataSource.manager, asked);
    for (const [n, { size: from, root: fromRoot }] of heads.entries())
      expect(isConsistent({ from, fromRoot, size: last.size, root: last.root, proof: proofs[n]! })).toBe(true);
  });

  it('is signed for every company that has something new, and for no other again', async () => {
    const tenants = [tenantId, aTenantId(), aTenantId()];
    for (const one of tenants) await audit.take(some(one, 2));
    const signed = async () => {
      const [{ n }] = await audit.dataSource.query<[{ n: number }]>(
        'SELECT count(*)::int AS n FROM checkpoints WHERE tenant_id = ANY($1)',
        [tenants],
      );
      return n;
    };
    expect(await audit.signing.signAll()).toEqual([]);
    expect(await signed()).toBe(3);
    await audit.take(some(tenantId, 1));
    await audit.signing.signAll();
    await audit.signing.signAll();
    expect(await signed()).toBe(4);
  });

  it.each([
    [
      'an entry was put in the place of another',
      'UPDATE entries SET leaf_hash = sha256(leaf_hash) WHERE tenant_id = $1 AND index = 1',
    ],
    ['an entry was taken out', 'DELETE FROM entries WHERE tenant_id = $1 AND index = 1'],
    ['the head was put back', 'UPDATE trees SET size = 2, peaks = substr(peaks, 1, 32) WHERE tenant_id = $1'],
  ])('is not signed any more, once %s', async (_, statement) => {
    await audit.take(some(tenantId, 3));
    await newest();
    await tamper(statement);
    if (!statement.includes('trees')) await audit.take(some(tenantId, 3));
    await expect(audit.signing.newestOf(tenantId)).rejects.toThrow('is not the one that was signed');
    expect(await audit.signing.signAll()).toContain(tenantId);
    await tamper('DELETE FROM trees WHERE tenant_id = $1');
  });

  it('does not prove what is of another company, or was never recorded', async () => {
    const [event] = some(tenantId, 1);
    await audit.take([event!]);
    await expect(proofOf(audit, aTenantId(), event!.id)).rejects.toThrow();
    await expect(proofOf(audit, tenantId, 'nothing')).rejects.toThrow();
  });
});

describeReal('postgres', 'note-verifier')("the code of Go's checksum database, of a record in the database", () => {
  let audit: AuditUnderTest;
  parts((opened) => (audit = opened));

  it('takes its head over the entries, the proof of each, and no proof of another', async () => {
    const tenantId = aTenantId();
    const events = some(tenantId, 40);
    await audit.take(events);
    const [vkey] = (await audit.doors.listKeys()).vkeys;
    const checkpoint = (await audit.signing.newestOf(tenantId))?.note;
    const entries = (await audit.entries(tenantId)).map(({ bytes }) => bytes.toString('base64'));
    const proofs = await Promise.all(events.map(({ id }) => proofOf(audit, tenantId, id)));
    const claims = [
      { checkpoint, entries },
      ...proofs.map(({ proof, entry }) => ({ proof, entry: Buffer.from(entry).toString('base64') })),
      { proof: proofs[0]!.proof, entry: entries[1] },
    ];
    const input = JSON.stringify({ vkey, claims });
    const { stdout, stderr, status } = spawnSync(noteVerifier() ?? '', { input, encoding: 'utf8', maxBuffer: 2 ** 26 });
    if (status !== 0) throw new Error(stderr);
    const said = stdout.trimEnd().split('\n');
    expect(said.slice(0, -1)).toEqual(claims.slice(0, -1).map(() => 'ok'));
    expect(said.at(-1)).not.toBe('ok');
  });
});
