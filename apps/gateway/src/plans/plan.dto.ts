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

/** What is to happen to one person. */
export class PlanItemView {
  @ApiProperty({ format: 'uuid' }) personId: string;
  @ApiProperty() employeeId: string;
  @ApiProperty() name: string;
  @ApiProperty({ enum: ['joined', 'rejoined', 'changed', 'left'] }) kind: string;
  @ApiProperty({ type: [FieldChangeView] }) changes: readonly FieldChangeView[];
  @ApiProperty({ ...textOrNull, description: 'Of a leaver: how we know' }) proof: string | null;
}

/** What a sync does or would do. */
export class PlanView {
  @ApiProperty({ format: 'uuid' }) syncId: string;
  @ApiProperty() hash: string;
  @ApiProperty({ enum: ['applying', 'held', 'previewed'] }) outcome: string;
  @ApiProperty({ type: 'integer', description: 'On all pages' }) itemCount: number;
  @ApiProperty({ type: [String] }) heldBecause: readonly string[];
  @ApiProperty({ type: [PlanItemView] }) items: readonly PlanItemView[];
  @ApiProperty(textOrNull) nextCursor: string | null;
}
export type PlanJson = Shape<PlanView>;

/** A plan as callers see it. */
export function planView(plan: reconcilerV1.GetPlanResponse): PlanJson {
  return {
    syncId: plan.syncId,
    hash: plan.hash,
    outcome: plan.outcome,
    itemCount: plan.itemCount,
    heldBecause: plan.heldBecause,
    items: plan.items.map(({ personId, employeeId, name, kind, changes, proof }) => ({
      personId,
      employeeId,
      name,
      kind,
      changes: changes.map(({ field, oldValue, newValue }) => ({
        field,
        old: oldValue ?? null,
        new: newValue ?? null,
      })),
      proof: proof || null,
    })),
    nextCursor: plan.nextCursor || null,
  };
}
