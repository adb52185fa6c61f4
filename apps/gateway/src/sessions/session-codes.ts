import type { SessionCode } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { GatewayConfig } from '../gateway.config';
import type { Holder } from './holder';
import { newSecret } from './session-cookie';
import { SessionCodesRepository } from './session-codes.repository';

/** One-time codes: with one, somebody comes into the console without a token ever being in a link. */
@Injectable()
export class SessionCodes {
  constructor(
    private readonly config: GatewayConfig,
    private readonly codes: SessionCodesRepository,
  ) {}

  /**
   * A new code for an existing company; it is stored as a digest only and cannot be shown again.
   * @param origin of the console, if the caller shows it; else PUBLIC_ORIGIN.
   */
  async create(
    holder: Holder & { readonly tenantId: string },
    origin = this.config.publicOrigin,
  ): Promise<SessionCode> {
    const { text: code, digest } = newSecret();
    const endsAt = await this.codes.put(digest, holder, this.config.SESSION_CODE_MS);
    // In the fragment, which no server and no proxy ever sees.
    return { code, expiresAt: endsAt.toISOString(), link: origin === undefined ? null : `${origin}/#code=${code}` };
  }
}
