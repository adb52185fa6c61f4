import { Injectable, type OnModuleInit } from '@nestjs/common';
import { decodeJwt } from 'jose';
import { ServiceConfig } from '../config/service.config';
import { ServiceToken } from '../grpc/service-token';
import { metrics } from './catalogue';
import { Meters } from './meters';

/** Tells when this service's own token ends: others renew it, and from its end on every other service says no. */
@Injectable()
export class TokenWatch implements OnModuleInit {
  constructor(
    private readonly meters: Meters,
    private readonly config: ServiceConfig,
  ) {}

  onModuleInit(): void {
    const { SERVICE_TOKEN_FILE } = this.config;
    const token = SERVICE_TOKEN_FILE === undefined ? undefined : new ServiceToken(SERVICE_TOKEN_FILE);
    this.meters.number(metrics.tokenExpiry, async () =>
      token === undefined ? undefined : decodeJwt(await token.current()).exp,
    );
  }
}
