import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a sync is to do, decided once; never changed. */
@Entity('plans')
export class StoredPlan {
  @PrimaryColumn({ name: 'tenant_id', type: 'text' })
  tenantId: string;

  @PrimaryColumn({ name: 'sync_id', type: 'uuid' })
  syncId: string;

  @Column({ type: 'text' })
  outcome: 'applying' | 'held' | 'previewed';

  @Column({ name: 'held_because', type: 'text', array: true })
  heldBecause: string[];

  @Column({ type: 'text' })
  hash: string;

  @Column({ name: 'item_count', type: 'integer' })
  itemCount: number;
}
