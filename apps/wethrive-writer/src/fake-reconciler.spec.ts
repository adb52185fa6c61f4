import { type AnyEvent, decodeEvent, type NewEvent } from '@people-sync/contracts';
import { aTenantId, type Changes, changesRules, keepsRules, missesRules } from '@people-sync/testing';
import { employee, FakeReconciler } from './fake-reconciler.testkit';

const said = (events: readonly NewEvent[]): AnyEvent[] =>
  events.map(({ topic, json }) => {
    const decoded = decodeEvent(topic, Buffer.from(json));
    if (!decoded.ok) throw new Error(decoded.reason);
    return decoded.event;
  });

const played: Changes = {
  life: () => {
    const reconciler = new FakeReconciler(aTenantId());
    const [ines, omar] = [employee('PW1'), employee('PW2')];
    return Promise.resolve(
      said([
        ...reconciler.sync([{ joins: ines }, { joins: omar }]),
        ...reconciler.sync([{ leaves: omar }, { changes: employee('PW1', { jobRole: 'Kiln Lead' }) }]),
        ...reconciler.sync([]),
      ]),
    );
  },
  approvedForNobody: () => {
    const reconciler = new FakeReconciler(aTenantId());
    const held = reconciler.held(1);
    return Promise.resolve(said([held.made, ...held.approved([], ['PW1'])]));
  },
};

describe('the reconciler that the writer’s tests play, as the service is', () => {
  keepsRules(changesRules, () => played);
  missesRules(changesRules, () => played);
});
