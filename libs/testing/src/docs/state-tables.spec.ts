import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planStates, syncStates } from '@people-sync/contracts/api';
import { withPart } from './configuration-table';
import { stateTable } from './state-tables';

const page = join(__dirname, '../../../../docs/states.md');

describe('the page about states', () => {
  it('lists every state of syncs and plans as it is declared (UPDATE_DOCS=1 writes it anew)', () => {
    let text = readFileSync(page, 'utf8');
    text = withPart(text, 'syncs', stateTable(syncStates));
    text = withPart(text, 'plans', stateTable(planStates));
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, text);
    expect(readFileSync(page, 'utf8')).toBe(text);
  });
});
