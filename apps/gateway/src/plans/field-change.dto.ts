import { ApiProperty } from '@nestjs/swagger';
import type { reconcilerV1 } from '@people-sync/platform';
import type { Shape } from '../paging/shape';

const textOrNull = { type: String, nullable: true } as const;

/** One field of a person, before and after. */
export class FieldChangeView {
  @ApiProperty() field: string;
  @ApiProperty(textOrNull) old: string | null;
  @ApiProperty(textOrNull) new: string | null;
}
export type FieldChangeJson = Shape<FieldChangeView>;

/** Changes as callers see them. */
export const changesView = (changes: readonly reconcilerV1.FieldChange[]): FieldChangeJson[] =>
  changes.map(({ field, oldValue, newValue }) => ({ field, old: oldValue ?? null, new: newValue ?? null }));
