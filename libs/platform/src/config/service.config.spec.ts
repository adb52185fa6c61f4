import { ConfigError, loadConfig } from './load.config';
import { ServiceConfig, UserFacingConfig } from './service.config';

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

describe("the database's password", () => {
  const url = 'postgres://peoplesync_writer@db:5432/people?sslmode=verify-full';
  const load = (env: Record<string, string>) => loadConfig(ServiceConfig, env);

  it('may come from a file of its own, with whatever signs in it', () => {
    const { databaseUrl } = load({ DATABASE_URL: url, DATABASE_PASSWORD: 'c4n/4r:y@?%&#' });
    expect(decodeURIComponent(new URL(databaseUrl).password)).toBe('c4n/4r:y@?%&#');
    expect(new URL(databaseUrl).host).toBe('db:5432');
    expect(new URL(databaseUrl).search).toBe('?sslmode=verify-full');
  });

  it('may be in the address, or be none', () => {
    expect(load({ DATABASE_URL: url }).databaseUrl).toBe(url);
    const whole = url.replace('@', ':c4n4ry@');
    expect(load({ DATABASE_URL: whole }).databaseUrl).toBe(whole);
  });

  it('is refused when it is in both, and told by neither', () => {
    const both = () => load({ DATABASE_URL: url.replace('@', ':c4n4ry@'), DATABASE_PASSWORD: 'c4n4ry2' });
    expect(both).toThrow('DATABASE_URL has a password already');
    expect(both).not.toThrow('c4n4ry');
  });
});
