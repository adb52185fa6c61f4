import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { roles } from '@people-sync/platform';
import {
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsString,
  Length,
  Matches,
  ValidateIf,
} from 'class-validator';
import type { Shape } from '../paging/shape';

/** Who calls: whom the token or the browser's session is for. */
export class SessionView {
  @ApiProperty() subject: string;
  @ApiProperty({ type: [String], enum: roles }) roles: readonly string[];
  @ApiProperty({ type: String, nullable: true, description: 'null for the platform, which may see any tenant' })
  tenant: string | null;
  @ApiProperty({ type: String, nullable: true, description: "The company's name; null for the platform" })
  company: string | null;
}
export type SessionJson = Shape<SessionView>;

/** What somebody signs in with: exactly one of both. */
export class SignInWith {
  @ApiPropertyOptional({ maxLength: 200, writeOnly: true, description: 'A one-time code, or else token' })
  @ValidateIf(({ code }: SignInWith) => code !== undefined)
  @IsString()
  @Length(1, 200)
  code?: string;

  @ApiPropertyOptional({ maxLength: 8192, writeOnly: true, description: 'A bearer token, or else code' })
  @ValidateIf(({ token }: SignInWith) => token !== undefined)
  @IsString()
  @Length(1, 8192)
  token?: string;
}

/** `POST /v1/session`. */
export class SignInBody extends SignInWith {
  @ApiPropertyOptional({
    default: false,
    description: 'This browser is signed in as somebody else or for another company, and ending that is meant',
  })
  @IsBoolean()
  replace: boolean = false;
}

const offeredRoles = ['peoplesync.admin', 'peoplesync.auditor'] as const;

/** `POST …/session-codes`. */
export class SessionCodeBody {
  @ApiProperty({ minLength: 1, maxLength: 200, description: 'Who will be signed in: the name that history shows' })
  @IsString()
  @Length(1, 200)
  @Matches(/\S/, { message: 'subject must not be blank' })
  subject: string;

  @ApiPropertyOptional({ enum: offeredRoles, isArray: true, default: ['peoplesync.admin'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(offeredRoles, { each: true })
  roles: (typeof offeredRoles)[number][] = ['peoplesync.admin'];
}

/** A code, shown once. */
export class SessionCodeView {
  @ApiProperty({ description: 'Signs in once, before expiresAt' }) code: string;
  @ApiProperty({ format: 'date-time' }) expiresAt: string;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What the browser opens; null if the address of the console is not known here (PUBLIC_ORIGIN)',
  })
  link: string | null;
}
export type SessionCodeJson = Shape<SessionCodeView>;
