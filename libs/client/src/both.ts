/** What the clients of both doors have in common: how long they try, how refusals are read, and the mirror. */
export { MemoryCopy } from './mirror/memory-copy';
export {
  GapError,
  Mirror,
  MIRROR_BEGINS,
  type MirrorChange,
  type MirrorChanges,
  type MirrorCopy,
  type MirrorDoor,
  type Mirrored,
  type MirrorPage,
  type MirrorPlace,
} from './mirror/mirror';
export { type Patience } from './patience';
export { reasonOf, type Refusal, type Retry, retryOf } from './refusal';
export type { Token } from './token';
export type { WatchOptions } from './watching';
