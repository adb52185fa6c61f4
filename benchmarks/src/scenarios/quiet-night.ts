import type { Client } from 'pg';
import { allEnded, mustHave } from '../final-states';
import { STAGING, tidy, touchedBetween, touchedSoFar, type Touched } from '../employee-reads';
import type { Measured } from '../measured-system';
import type { BenchTenant } from '../simulated';

/** What nights without any change touched of the tables that hold employees. */
export interface QuietNights {
  /** Nothing was open. */
  readonly nothingOpen: readonly Touched[];
  /** So many people's rows were refused and are looked at every night. */
  readonly open: number;
  readonly withOpen: readonly Touched[];
}

/** How many people lose their address. */
const OPEN = 20;
/** An open row is read by one statement and another: staged, compared, judged. A company's other rows are never. */
const READS_OF_AN_OPEN_ROW = 6;

/** A night with nothing open, and one with some open problems, of a company that was loaded. */
export async function quietNights(
  system: Measured,
  watcher: Client,
  { tenantId, companyId }: BenchTenant,
  people: number,
): Promise<QuietNights> {
  const night = async (refused: number): Promise<Touched[]> => {
    const before = await system.whileStopped(async () => {
      await tidy(system.databaseUrl);
      return touchedSoFar(system.databaseUrl);
    });
    await system.door.sync(tenantId);
    const ended = await allEnded(watcher, [tenantId], refused > 0 ? 'completed-with-problems' : 'completed');
    mustHave(ended, { unchanged: people - refused, refused });
    return touchedBetween(before, await system.whileStopped(() => touchedSoFar(system.databaseUrl)));
  };
  const nothingOpen = await night(0);
  const open = await system.peoplehr.blankAddresses(companyId, OPEN, people);
  await system.door.sync(tenantId);
  mustHave(await allEnded(watcher, [tenantId], 'completed-with-problems'), { refused: open });
  return { nothingOpen, open, withOpen: await night(open) };
}

/** What is not as promised: nothing open loads nobody, and open problems load their own rows. */
export function brokenPromises({ nothingOpen, open, withOpen }: QuietNights): string[] {
  const most = READS_OF_AN_OPEN_ROW * open;
  return [
    ...nothingOpen.map(
      ({ table, read, written }) => `a quiet night read ${read} rows of ${table} and wrote ${written}; it must be 0`,
    ),
    ...withOpen
      // Staging holds the open rows and no others: how often they are read from it says nothing.
      .filter(({ table, read, written }) => written > 2 * open || (table !== STAGING && read > most))
      .map(({ table, read, written }) => `${open} open problems read ${read} rows of ${table} and wrote ${written}`),
    ...(withOpen.length === 0 ? ['open problems read nothing: what is counted cannot be right'] : []),
  ];
}
