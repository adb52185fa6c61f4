import { Pace } from './pace';

describe('the pace of an answer', () => {
  let lags = 0;
  let pace: Pace;
  beforeEach(() => {
    jest.useFakeTimers();
    lags = 0;
    pace = new Pace({ patienceMs: 1_000, bytesPerSecond: 1_000 }, () => lags++);
  });
  afterEach(() => {
    pace.stop();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });
  /** These bytes, worked on for so long, and then so long nothing. */
  const came = (bytes: number, workMs: number, silenceMs: number): void => {
    pace.came(bytes);
    jest.advanceTimersByTime(workMs);
    pace.waits();
    jest.advanceTimersByTime(silenceMs);
  };

  it('is lost by silence, from the beginning or in the middle, once the patience is used up', () => {
    jest.advanceTimersByTime(900);
    expect(lags).toBe(0);
    came(500, 0, 500);
    expect(lags).toBe(0);
    jest.advanceTimersByTime(100);
    expect(lags).toBeGreaterThan(0);
  });

  it('is lost by a byte now and then as by silence', () => {
    for (let n = 0; n < 11; n++) came(1, 0, 100);
    expect(lags).toBeGreaterThan(0);
  });

  it('is kept for ever by bytes that come at the rate, in small pieces or in large ones', () => {
    for (let n = 0; n < 100; n++) came(100, 0, 100);
    for (let n = 0; n < 100; n++) came(900, 0, 900);
    expect(lags).toBe(0);
  });

  it('is not lost by the work that is done on what came', () => {
    for (let n = 0; n < 10; n++) came(1, 10_000, 50);
    expect(lags).toBe(0);
  });

  it('saves no more than the patience for what comes later', () => {
    came(1_000_000, 0, 1_000);
    expect(lags).toBeGreaterThan(0);
  });

  it('is found again with the next bytes', () => {
    jest.advanceTimersByTime(2_000);
    lags = 0;
    came(500, 0, 400);
    expect(lags).toBe(0);
  });
});
