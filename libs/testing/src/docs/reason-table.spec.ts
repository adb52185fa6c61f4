import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withPart } from './configuration-table';
import { reasonTable, retryTable } from './reason-table';

const page = join(__dirname, '../../../../docs/errors.md');

describe('the page about refusals', () => {
  it('lists every reason as it is declared (UPDATE_DOCS=1 writes it anew)', () => {
    let text = readFileSync(page, 'utf8');
    text = withPart(text, 'retries', retryTable());
    text = withPart(text, 'reasons', reasonTable());
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, text);
    expect(readFileSync(page, 'utf8')).toBe(text);
  });
});
