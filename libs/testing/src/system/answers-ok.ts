const PROBE_MS = 15_000;

/** @throws unless the address answers with a good status. */
export async function answersOk(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_MS) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} says ${response.status} ${text.slice(0, 500)}`);
}
