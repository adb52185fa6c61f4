import { ConfigError, loadConfig } from './load.config';
import { UserFacingConfig } from './service.config';

const given = (more: Record<string, string>): UserFacingConfig =>
  loadConfig(UserFacingConfig, {
    DATABASE_URL: 'postgres://nobody@localhost/none',
    AUTH_ISSUER: 'https://login.example',
    AUTH_JWKS_FILE: '/jwks.json',
    ...more,
  });

describe('the tokens of people and of services', () => {
  it('have different audiences unless somebody says otherwise', () => {
    const config = given({});
    expect(config.AUTH_AUDIENCE).not.toBe(config.SERVICE_AUTH_AUDIENCE);
  });

  it.each([
    ['the same issuer signs them', { SERVICE_AUTH_ISSUER: 'https://login.example' }],
    ['it is not said who signs those of services', {}],
  ])('may not have one audience where %s', (_, issuer) => {
    const same = () => given({ AUTH_AUDIENCE: 'c4n4ry', SERVICE_AUTH_AUDIENCE: 'c4n4ry', ...issuer });
    expect(same).toThrow(ConfigError);
    expect(same).toThrow(/AUTH_AUDIENCE and SERVICE_AUTH_AUDIENCE must differ/);
    expect(same).not.toThrow(/c4n4ry/);
  });

  it('may have one audience where two issuers sign them', () => {
    const cluster = { SERVICE_AUTH_ISSUER: 'https://kubernetes.default.svc', SERVICE_AUTH_AUDIENCE: 'people-sync' };
    expect(given(cluster)).toMatchObject({ AUTH_AUDIENCE: 'people-sync', SERVICE_AUTH_AUDIENCE: 'people-sync' });
  });
});
