import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { aTenantId, describeReal, eventually, Prometheus, type RunningSystem, startSystem } from '@people-sync/testing';
import { ConsoleBrowser, picture } from '../doors/console.page';
import { Customer } from '../doors/customer.client';
import { ids, staff } from '../doors/staff';
import { filled, named, type Panel, panels } from './panels.client';
import { type DrawnPanel, page } from './picture';

const alerts = join(__dirname, '../../../../helm/people-sync/alerts');
const NAMESPACE = 'people-sync';
/** A picture for the documentation shows minutes, a test only what is there. */
const PICTURED_SECONDS = 240;
const STEP = 2;

/** Of these there is nothing to see while all is well: no failed call, and hardly ever a batch at work when it is asked. */
const QUIET = ['Calls between services that failed', 'Oldest batch at work'];

describeReal(
  'postgres',
  'kafka',
  'prometheus',
  'chromium',
)('the dashboard and the alerts', () => {
  const isPictured = process.env['UPDATE_SCREENSHOTS'] === '1';
  let system: RunningSystem;
  let prometheus: Prometheus;
  /** Seconds since 1970. */
  let began = 0;

  beforeAll(async () => {
    system = await startSystem({ form: 'distributed' });
    const targets = Object.values(system.managements).map((address) => new URL(address).host);
    prometheus = await Prometheus.start(
      targets,
      NAMESPACE,
      readdirSync(alerts).map((file) => join(alerts, file)),
    );
    await eventually(async () => expect(await prometheus.up()).toEqual(targets.map(() => 'up')));
    began = Date.now() / 1000;
    await life();
  }, 900_000);
  afterAll(async () => {
    await prometheus.stop();
    await system.stop();
  });

  const customer = async (people: number, seats: number | null = null): Promise<Customer> => {
    const made = await Customer.create(system, aTenantId(), { rows: staff(people) }, seats);
    await made.mustConnect();
    await made.sync();
    return made;
  };

  /** All that a dashboard should show: syncs that come through, one that waits for an OK, one that fails, too few seats. */
  async function life(): Promise<void> {
    await customer(20, 15);
    const held = await customer(20);
    for (const id of ids(7)) await held.inPeopleHr('POST', `/employees/${id}/leave`, { leavingDate: '2026-01-31' });
    expect(await held.sync()).toMatchObject({ status: 'held' });
    const failing = await customer(10);
    await failing.fault('html-502', { times: null, action: 'GetAllEmployeeDetail' });
    expect(await failing.sync()).toMatchObject({ status: 'failed' });
    const busy = await Promise.all([customer(50), customer(200), customer(1000)]);
    let department = 0;
    do {
      department += 1;
      for (const one of busy) {
        await one.changeInPeopleHr(0.2, 'department', `Department ${department}`);
        expect(await one.sync()).toMatchObject({ status: 'completed' });
      }
    } while (isPictured && Date.now() / 1000 < began + PICTURED_SECONDS);
  }

  async function drawn(panel: Panel, to: number): Promise<DrawnPanel> {
    const lines: DrawnPanel['lines'][number][] = [];
    for (const { expr, legendFormat } of panel.targets ?? []) {
      for (const { labels, points } of await prometheus.range(filled(expr, NAMESPACE, '15s'), began, to, STEP)) {
        lines.push({ name: named(legendFormat, labels), points });
      }
    }
    return { panel, lines };
  }

  it('ask a real Prometheus for what a real run tells it: every panel has something to show', async () => {
    const all = await eventually(async () => {
      const shown = await Promise.all(panels.map((panel) => drawn(panel, Date.now() / 1000)));
      const empty = shown.filter(({ panel, lines }) => panel.type !== 'row' && lines.length === 0);
      expect(empty.map(({ panel }) => panel.title).filter((title) => !QUIET.includes(title))).toEqual([]);
      return shown;
    }, 60_000);
    expect(all.length).toBeGreaterThan(30);
    for (const { panel, lines } of all) {
      for (const { name } of lines) expect([panel.title, name]).not.toEqual([panel.title, '']);
    }
  });

  it('are of expressions that a real Prometheus evaluates, and nothing is raised while all is well', async () => {
    const raised = await eventually(async () => {
      const told = await prometheus.alerts();
      expect(told.length).toBeGreaterThan(20);
      return told;
    });
    expect(raised.filter(({ error }) => error !== '')).toEqual([]);
    expect(raised.filter(({ state }) => state === 'firing')).toEqual([]);
  });

  it('are a picture in the documentation (UPDATE_SCREENSHOTS=1 makes it anew)', async () => {
    const to = Date.now() / 1000;
    const html = page(await Promise.all(panels.map((panel) => drawn(panel, to))), began, to);
    const browser = await ConsoleBrowser.open();
    try {
      const sheet = await browser.stranger();
      await sheet.setViewportSize({ width: 24 * 58, height: 900 });
      await sheet.setContent(html);
      expect(await sheet.locator('svg').count()).toBe(panels.filter(({ type }) => type === 'timeseries').length);
      expect(await sheet.locator('polyline').count()).toBeGreaterThan(40);
      await picture(sheet, 'dashboard', true);
    } finally {
      await browser.close();
    }
  });
});
