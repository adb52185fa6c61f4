import type { Origin } from '@people-sync/contracts';

/** Who says the reconciler's events. */
const SOURCE = '/peoplesync/reconciler';

/** What an event of the reconciler's carries beside its data; no actor, or an empty one: nobody is known. */
export function originOf({
  actor,
  ...rest
}: Omit<Origin, 'source' | 'actor'> & { readonly actor?: string | null | undefined }): Origin {
  return { ...rest, source: SOURCE, actor: actor || undefined };
}
