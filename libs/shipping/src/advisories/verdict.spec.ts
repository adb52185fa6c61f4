import { type Advisory, type Asked, readReport } from './report';
import { verdictOn } from './verdict';

const TODAY = '2026-11-30';
const advisory = (id: string, over: Partial<Advisory> = {}): Advisory => ({
  id,
  package: 'weak',
  severity: 'high',
  title: 'It can be tricked',
  range: '<2.0.0',
  ...over,
});
const says = (...advisories: Advisory[]): Asked => ({ kind: 'answered', advisories });
const silent: Asked = { kind: 'no-answer', reason: '405 Method Not Allowed' };
const control = says(advisory('GHSA-known'));
const verdict = (shipped: Asked, tools: Asked = says(), allowed: Parameters<typeof verdictOn>[2] = []) =>
  verdictOn(control, { shipped, tools }, allowed, TODAY);

describe('what the advisories mean', () => {
  it('is clean only if somebody was asked who knows a package that is known to be weak', () => {
    expect(verdict(says()).kind).toBe('clean');
    const knowsNothing = verdictOn(says(), { shipped: says(), tools: says() }, [], TODAY);
    expect(knowsNothing.kind).toBe('unknown');
    expect(knowsNothing.lines[0]).toMatch(/^THE ADVISORIES COULD NOT BE ASKED: .*no advisory for a package/);
  });

  it.each([
    ['the control', verdictOn(silent, { shipped: says(), tools: says() }, [], TODAY)],
    ['what is shipped', verdict(silent)],
    ['the tools', verdict(says(), silent)],
  ])('is said loudly to be unknown when nobody answers about %s', (_, { kind, lines }) => {
    expect(kind).toBe('unknown');
    expect(lines.join(' ')).toMatch(/COULD NOT BE ASKED: 405 Method Not Allowed.*no "clean"/);
  });

  it('fails for what is shipped from moderate on, and for tools when it is critical', () => {
    expect(verdict(says(advisory('A', { severity: 'moderate' }))).kind).toBe('found');
    expect(verdict(says(advisory('A', { severity: 'low' }))).kind).toBe('clean');
    expect(verdict(says(), says(advisory('A'))).kind).toBe('clean');
    expect(verdict(says(), says(advisory('A', { severity: 'critical' }))).kind).toBe('found');
  });

  it('names what it fails for, and once what is shipped and a tool as well', () => {
    const { lines } = verdict(says(advisory('GHSA-1')), says(advisory('GHSA-1')));
    expect(lines).toEqual(['FAILS: weak <2.0.0 (shipped): high, It can be tricked, GHSA-1']);
  });

  it('lets an advisory stay as long as the list allows it, and says when that is over', () => {
    const entry = (until: string) => [{ id: 'GHSA-1', reason: 'never called', until }];
    expect(verdict(says(advisory('GHSA-1')), says(), entry(TODAY))).toMatchObject({
      kind: 'clean',
      lines: [expect.stringContaining('allowed until 2026-11-30: never called'), expect.any(String)],
    });
    const over = verdict(says(advisory('GHSA-1')), says(), entry('2026-11-29'));
    expect(over.kind).toBe('found');
    expect(over.lines[0]).toContain('it was allowed until 2026-11-29: never called');
    expect(verdict(says(), says(), entry(TODAY)).lines[0]).toBe(
      'GHSA-1 is allowed, and no longer there: take it out of the list',
    );
  });
});

describe('an answer of npm audit', () => {
  const report = (via: unknown[]) =>
    JSON.stringify({ auditReportVersion: 2, vulnerabilities: { weak: { via }, upon: { via: ['weak'] } } });

  it('names each advisory once', () => {
    const via = {
      source: 1179,
      name: 'weak',
      url: 'https://advisories.example/GHSA-xvch-5gv4-984h',
      severity: 'critical',
      title: 'Prototype pollution',
      range: '<0.2.1',
    };
    expect(readReport(report([via, via, 'other']))).toEqual({
      kind: 'answered',
      advisories: [
        {
          id: 'GHSA-xvch-5gv4-984h',
          package: 'weak',
          severity: 'critical',
          title: 'Prototype pollution',
          range: '<0.2.1',
        },
      ],
    });
  });

  it('with a severity that nobody knows is taken for the worst', () => {
    expect(readReport(report([{ source: 7, name: 'weak', severity: 'grave' }]))).toMatchObject({
      advisories: [{ id: 'npm-7', severity: 'critical' }],
    });
  });

  it.each([
    ['a refusal', '{"message":"405 Method Not Allowed","statusCode":405}', '405 Method Not Allowed'],
    [
      'an error',
      '{"error":{"code":"ENOLOCK","summary":"This command requires a lockfile."}}',
      'This command requires a lockfile.',
    ],
    ['an empty object', '{}', 'npm audit answered with no report'],
    ['an older report', '{"auditReportVersion":1,"vulnerabilities":{}}', 'npm audit answered with no report'],
    ['HTML', '<html>', 'npm audit did not answer with JSON'],
    ['nothing', '', 'npm audit did not answer with JSON'],
  ])('that is %s is no report of nothing', (_, output, reason) => {
    expect(readReport(output)).toEqual({ kind: 'no-answer', reason });
  });
});
