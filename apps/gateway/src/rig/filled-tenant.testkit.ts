import { aDecision, aPerson, aPlan, aPlanItem, aProblem, aVersion } from './answers.testkit';
import { anEntry, aReplay } from './audit.testkit';
import { applied, planned } from './events.testkit';
import type { GatewayRig } from './gateway.testkit';

/** A company that has one of everything that can be asked for. */
export interface FilledTenant {
  /** Of its administrator. */
  readonly token: string;
  readonly syncId: string;
}

/** Makes one; its one person has this id. */
export async function fillTenant(rig: GatewayRig, tenantId: string, personId: string): Promise<FilledTenant> {
  const token = await rig.tenant(tenantId);
  const { body } = await rig.http('POST', `/v1/tenants/${tenantId}/syncs`, { token, body: { mode: 'apply' } });
  const syncId = body.syncId;
  const about = { tenantId, syncId, number: 1 };
  await rig.neighbours.emit([planned(about), applied(about)]);
  const person = aPerson({ personId });
  rig.neighbours.people.set(tenantId, [person]);
  rig.neighbours.versions.set(tenantId, [aVersion({ person })]);
  rig.neighbours.plans.set(syncId, aPlan({ syncId, itemCount: 1, items: [aPlanItem({})] }));
  rig.neighbours.problems.set(tenantId, [aProblem()]);
  rig.neighbours.decisions.set(tenantId, [aDecision()]);
  rig.neighbours.events.set(tenantId, [
    anEntry(),
    anEntry({ index: 1, eventId: personId, subject: personId, type: 'net.wethrive.peoplesync.person.added.v1' }),
  ]);
  rig.neighbours.findings.set(tenantId, [{ kind: 'snapshot-broken', index: 1, detail: '{"number":1}' }]);
  rig.neighbours.replays.set(tenantId, [aReplay({ replayId: personId })]);
  return { token, syncId };
}
