import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsString, Length, Matches } from 'class-validator';
import { SyncView } from '../syncs/sync.dto';
import type { Shape } from '../paging/shape';

/** `PUT …/integrations/peoplehr`. */
export class ConnectBody {
  @ApiProperty({ minLength: 1, maxLength: 200, description: "PeopleHR's API key; never shown again", writeOnly: true })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @Length(1, 200)
  @Matches(/^[\x21-\x7e]*$/, { message: 'apiKey must not contain spaces or unusual characters' })
  apiKey: string;

  @ApiPropertyOptional({ default: false, description: 'Another company stands behind this key, and that is meant' })
  @IsBoolean()
  replaceCompany: boolean = false;
}

export const integrationStatuses = ['connected', 'broken', 'not-connected'] as const;
export type IntegrationStatus = (typeof integrationStatuses)[number];

/** The connection to PeopleHR as callers see it; no part of the key but its hint. */
export class IntegrationView {
  @ApiProperty({ enum: integrationStatuses }) status: IntegrationStatus;
  @ApiProperty({ type: String, nullable: true }) companyName: string | null;
  @ApiProperty({ type: String, nullable: true, description: "The key's last four characters" }) keyHint: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) connectedAt: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'A stable word, if it is broken' }) reason: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The sentence for an administrator, if it is broken' })
  message: string | null;
  @ApiProperty({ type: SyncView, nullable: true }) lastSuccessfulSync: SyncView | null;
  @ApiProperty({ type: SyncView, nullable: true }) lastSync: SyncView | null;
}
export type IntegrationJson = Shape<IntegrationView>;
