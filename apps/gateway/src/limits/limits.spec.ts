import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { syncStatuses } from '@people-sync/contracts/api';
import { table, withPart } from '@people-sync/testing';
import { GatewayConfig } from '../gateway.config';
import { limitsOf } from './limits.testkit';

const page = join(__dirname, '../../../../docs/platform.md');

describe("the page for the platform's engineers", () => {
  it('has every limit at the doors as it is declared (UPDATE_DOCS=1 writes it anew)', () => {
    const rows = limitsOf(new GatewayConfig()).map(({ of, is, beyond }) => [of, is, beyond]);
    const wanted = withPart(readFileSync(page, 'utf8'), 'limits', table(['limit of', 'is', 'beyond it'], rows));
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, wanted);
    expect(readFileSync(page, 'utf8')).toBe(wanted);
  });

  it('says the limits of the configuration that there is', () => {
    const config = Object.assign(new GatewayConfig(), { RATE_LIMIT_PER_MINUTE: 60_000, FEED_DAYS: 7 });
    const said = limitsOf(config).map(({ is }) => is);
    expect(said).toEqual(expect.arrayContaining(['60,000 a minute', '6,000,000 a minute', '7 days']));
  });

  it('names every status of a sync, in their order', () => {
    const [, states = ''] = readFileSync(page, 'utf8').split('<!-- states -->');
    const named = [...states.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, status]) => status);
    expect(named).toEqual(syncStatuses);
  });
});
