import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '@people-sync/contracts';
import { CompanyLife, stories } from '../model/company-life.testkit';
import type { RecordedEvent } from '../replay/recorded-event';
import { RecordedTenant } from '../replay/recorded-tenant.testkit';
import { Replay } from '../replay/replay';
import { Comparing } from '../replay/replay-report';
import { RULES_VERSION } from '../rules';

/** One event of a company's life as it was said by the version that had these rules first. */
interface Line {
  readonly life: string;
  readonly event: RecordedEvent;
}

/** What each holds. */
const HELD: Readonly<Record<number, { readonly plans: number; readonly events: number }>> = {
  1: { plans: 107, events: 231 },
};

const fileOf = (rules: number): string => join(__dirname, `record-${rules}.jsonl`);

/** UPDATE_DOCS=1 writes down a record of rules that have none yet, and mends nothing. */
async function writeFirst(): Promise<void> {
  const file = fileOf(RULES_VERSION);
  if (process.env['UPDATE_DOCS'] !== '1' || existsSync(file)) return;
  const lines: Line[] = [];
  for (const [life, steps] of Object.entries(stories)) {
    const tenant = new RecordedTenant();
    await new CompanyLife(tenant).live(steps);
    lines.push(...tenant.events.map((event) => ({ life, event })));
  }
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** What is read of a version that was written then. */
function asNewest(event: RecordedEvent): RecordedEvent {
  const reading = catalogue.readingOn('peoplesync.changes', event.type);
  if (!reading?.written.validate(event.data)) throw new Error(`${event.type} is not read any more`);
  return { ...event, type: reading.newest.type, data: reading.upcast(event.data) };
}

function livesIn(rules: number): Map<string, RecordedEvent[]> {
  const lives = new Map<string, RecordedEvent[]>();
  for (const text of readFileSync(fileOf(rules), 'utf8').split('\n')) {
    if (text === '') continue;
    const { life, event } = JSON.parse(text) as Line;
    lives.set(life, [...(lives.get(life) ?? []), asNewest(event)]);
  }
  return lives;
}

/** Every version of the rules has its record: it is never written anew. */
describe.each(Array.from({ length: RULES_VERSION }, (_, n) => n + 1))('the golden record of rules %i', (rules) => {
  beforeAll(writeFirst);

  it('replays as it was said, every life of it', () => {
    const reports = [...livesIn(rules)].map(([life, events]) => {
      const comparing = new Comparing();
      const replay = new Replay('tiles', comparing);
      for (const event of events) replay.take(event);
      replay.end();
      return { life, ...comparing.report() };
    });
    expect(reports.filter(({ outcome }) => outcome === 'differences')).toEqual([]);
    // A record that is lost compares nothing.
    const plans = reports.reduce((sum, { checked }) => sum + checked.plans, 0);
    const events = reports.reduce((sum, { checked }) => sum + checked.events, 0);
    expect({ plans, events }).toEqual(HELD[rules]);
  });
});
