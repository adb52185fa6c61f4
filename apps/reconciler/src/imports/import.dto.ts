import { importedPersonFaults, MAX_IMPORTED, TENANT_ID_PATTERN } from '@people-sync/contracts';
import { type ItemFault, LongList, type reconcilerV1 } from '@people-sync/platform';
import { IsIn, IsString, Matches, MaxLength } from 'class-validator';

const faults = (item: unknown): ItemFault[] =>
  importedPersonFaults(item).map(({ field, code }) => ({ field, message: code }));

export class ImportPeopleRequest {
  @Matches(new RegExp(TENANT_ID_PATTERN))
  tenantId: string;

  @LongList(MAX_IMPORTED, faults)
  people: reconcilerV1.ImportedPerson[];

  /** Who imports. */
  @IsString()
  @MaxLength(254)
  actor: string;

  @IsIn(['all', 'good', 'preview'])
  mode: string;
}
