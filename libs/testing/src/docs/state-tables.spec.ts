import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planStates, syncStates } from '@people-sync/contracts/api';
import { withPart } from './configuration-table';
import { guideStateTable, stateTable } from './state-tables';

const docs = join(__dirname, '../../../../docs');
const page = join(docs, 'states.md');
const guide = join(docs, 'platform.md');

describe('the page about states', () => {
  it('lists every state of syncs and plans as it is declared (UPDATE_DOCS=1 writes it anew)', () => {
    let text = readFileSync(page, 'utf8');
    text = withPart(text, 'syncs', stateTable(syncStates));
    text = withPart(text, 'plans', stateTable(planStates));
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, text);
    expect(readFileSync(page, 'utf8')).toBe(text);
  });

  it('says the same as the guide for the platform’s engineers, which says what to do (UPDATE_DOCS=1 writes it anew)', () => {
    const text = withPart(readFileSync(guide, 'utf8'), 'states', guideStateTable());
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(guide, text);
    expect(readFileSync(guide, 'utf8')).toBe(text);
  });
});
