import { startDemoPeopleHr } from './demo-peoplehr';

describe('the simulated PeopleHR of npm start', () => {
  it('has the same address at each start, and another one only while that is taken', async () => {
    const first = await startDemoPeopleHr(0);
    const port = Number(new URL(first.url).port);
    const beside = await startDemoPeopleHr(port);
    expect(beside.url).not.toBe(first.url);
    await beside.close();
    await first.close();
    const again = await startDemoPeopleHr(port);
    expect(again.url).toBe(first.url);
    await again.close();
  });
});
