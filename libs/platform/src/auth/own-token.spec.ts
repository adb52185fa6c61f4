import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, loadConfig } from '../config/load.config';
import { UserFacingConfig } from '../config/service.config';
import { OneMachineAuthority } from './one-machine-authority';
import { refuseMixedTokens } from './own-token';

const directory = () => mkdtemp(join(tmpdir(), 'own-token-'));

/** A gateway whose own token is that of `authority`, and that takes people's tokens of the issuer and audience. */
const gateway = (authority: OneMachineAuthority, tokenFile: string, audience: string, issuer = authority.issuer) =>
  loadConfig(UserFacingConfig, {
    DATABASE_URL: 'postgres://nobody@localhost/none',
    AUTH_ISSUER: issuer,
    AUTH_AUDIENCE: audience,
    AUTH_JWKS_FILE: authority.jwksFile,
    SERVICE_AUTH_AUDIENCE: 'not-told-to-the-gateway',
    SERVICE_TOKEN_FILE: tokenFile,
  });

describe('the service that people call', () => {
  it('does not start where the token it carries is of the issuer and for the audience of people', async () => {
    const authority = await OneMachineAuthority.open(await directory());
    const file = await authority.serviceTokenFile('gateway');
    const mixed = refuseMixedTokens(gateway(authority, file, authority.audienceOf('service')));
    await expect(mixed).rejects.toThrow(ConfigError);
    await refuseMixedTokens(gateway(authority, file, authority.audienceOf('person')));
    await refuseMixedTokens(gateway(authority, file, authority.audienceOf('service'), 'https://login.example'));
    authority.close();
  });

  it('starts before its own token is there or can be read', async () => {
    const authority = await OneMachineAuthority.open(await directory());
    const file = join(await directory(), 'token');
    await refuseMixedTokens(gateway(authority, file, authority.audienceOf('service')));
    await writeFile(file, 'no token');
    await refuseMixedTokens(gateway(authority, file, authority.audienceOf('service')));
  });
});
