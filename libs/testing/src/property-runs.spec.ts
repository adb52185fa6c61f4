import { propertyRuns } from './property-runs';

describe('how often a property is tried', () => {
  const before = process.env['PROPERTY_RUNS'];
  afterEach(() => {
    if (before === undefined) delete process.env['PROPERTY_RUNS'];
    else process.env['PROPERTY_RUNS'] = before;
  });

  it('is as often as its spec says, and as many times that as somebody wants', () => {
    delete process.env['PROPERTY_RUNS'];
    expect([propertyRuns(), propertyRuns(40)]).toEqual([100, 40]);
    process.env['PROPERTY_RUNS'] = '10';
    expect([propertyRuns(), propertyRuns(40)]).toEqual([1_000, 400]);
  });

  it('is a part of that where somebody waits for it, but not of what is cheap', () => {
    process.env['PROPERTY_RUNS'] = '0.1';
    expect([propertyRuns(), propertyRuns(40), propertyRuns(2_000)]).toEqual([100, 40, 200]);
  });

  it.each(['0', '-1', '0.01', '1.5', 'many', ''])('is not “%s” times as often: whoever says so is told', (said) => {
    process.env['PROPERTY_RUNS'] = said;
    expect(() => propertyRuns(40)).toThrow(`it is “${said}”`);
  });
});
