import { type TArray, type TSchema, Type } from '@sinclair/typebox';
import { Digest, Instant, Nullable, PersonId, SyncId, TENANT_ID_PATTERN } from '../primitives';
import { formed, optional, orElse, about } from './shape';

/** More licences than any company has people; more than this is a slip of the keyboard. */
export const MAX_SEATS = 1_000_000;

export const Word = Type.String();
export const Yes = Type.Boolean();
export const Whole = Type.Integer();
export const WordOrNull = Nullable(Word);
export const WholeOrNull = Nullable(Whole);
export const InstantOrNull = Nullable(Instant);
export const PersonIdOrNull = Nullable(PersonId);
export const SyncIdOrNull = Nullable(SyncId);
/** As answers have it; `tenantPath` is asked with. */
export const TenantId = Type.String({ pattern: TENANT_ID_PATTERN });
export const TenantIdOrNull = Nullable(TenantId);
/** Names exactly these changes; as answers have it. */
export const PlanHash = Digest;
export const PlanHashOrNull = Nullable(PlanHash);

/** How many licences there are: no limit is said, never left unsaid. */
export const licenceFields = {
  seats: about(Nullable(Type.Integer({ minimum: 0, maximum: MAX_SEATS })), 'null if unlimited'),
  unlimited: about(Type.Boolean(), 'There is no limit'),
};

/** How many licences there are to be: exactly one of both (`ExactlyOne`). */
export const wantedLicences = {
  seats: optional(
    about(Type.Integer({ minimum: 0, maximum: MAX_SEATS, notNull: true }), 'How many, or else unlimited'),
  ),
  unlimited: optional(about(Type.Literal(true, { notNull: true }), 'No limit, or else seats')),
};

/** IANA name of a time zone. */
export const TimeZone = Type.String({ format: 'time-zone', minLength: 1, maxLength: 64 });

export const listOf = <S extends TSchema>(item: S, options: { maxItems?: number } = {}): TArray<S> =>
  Type.Array(item, options);

/** The tenant in every path. */
export const tenantPath = {
  tenant: about(
    formed(
      new RegExp(TENANT_ID_PATTERN),
      'tenant must be 1 to 63 lower-case letters, digits and dashes, and begin with a letter or digit',
    ),
    'The company, as the platform names it: 1 to 63 lower-case letters, digits and dashes',
  ),
};
export const syncPath = { ...tenantPath, syncId: about(SyncId, 'The sync') };
export const personPath = { ...tenantPath, personId: about(PersonId, 'The person') };

/** The People table's cursor holds a name of 512 characters, whatever the script. */
const LONGEST_CURSOR = 4096;

/** More of a list is asked for page by page. */
export const LONGEST_PAGE = 500;

/** As much of a list as is told if nobody says how much. */
export const USUAL_PAGE = 100;

/** How much of a list. */
export const limit = {
  limit: orElse(about(Type.Integer({ minimum: 1, maximum: LONGEST_PAGE }), 'How many of the list at most'), USUAL_PAGE),
};

/** How much of a list, and from where. */
export const paging = {
  ...limit,
  cursor: optional(about(Type.String({ minLength: 1, maxLength: LONGEST_CURSOR }), '`nextCursor` of the page before')),
};

/** Of which history numbers are. */
const LONGEST_EPOCH = 64;

/** How much of a feed, and from where: a number that is known, or a page before; not both. */
export const feedPaging = {
  ...paging,
  after: optional(
    about(
      Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
      'The last number that is known; not together with cursor',
    ),
  ),
  epoch: optional(
    about(
      Type.String({ minLength: 1, maxLength: LONGEST_EPOCH }),
      'Beside after: the newest `epoch` that was told, so that numbers which a restore of PeopleSync gives again are not taken for those that are known',
    ),
  ),
};

/** Of which history a number is, for whoever goes on behind it. */
export const epochOfNumber = {
  epoch: about(
    WordOrNull,
    'Opaque: of which history these numbers are. It is kept with the number, and sent back beside `after`; null while there is nothing to tell one by',
  ),
};

/** A page of a list. */
export const pageOf = <S extends TSchema>(item: S) => ({
  items: about(listOf(item, { maxItems: LONGEST_PAGE }), 'What is on this page'),
  nextCursor: about(WordOrNull, 'null on the last page'),
});

/** A page of a feed: a list to which something is added at its end, each with the next number. */
export const feedPageOf = <S extends TSchema>(item: S) => ({
  ...pageOf(item),
  nextCursor: about(WordOrNull, 'null if there is no more yet: ask again after the last number that is known'),
  head: about(Whole, 'The newest number there is: whoever knows it has missed nothing'),
  ...epochOfNumber,
});
