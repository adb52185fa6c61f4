import { createServer, type Server } from 'node:http';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { importJWK, SignJWT } from 'jose';
import { ConfigError } from '../config/load.config';
import { OneMachineAuthority } from './one-machine-authority';
import { type TokenKind, TokenRefusedError, type TokenTrust, TokenVerifier } from './token-verifier';

const authority = async (issuer?: string) =>
  OneMachineAuthority.open(await mkdtemp(join(tmpdir(), 'authority-')), issuer);

const trustIn = (own: OneMachineAuthority, kind: TokenKind): TokenTrust => {
  const { issuer, jwksFile } = own;
  return { kind, issuer, audience: own.audienceOf(kind), jwksFile };
};

const trusting = (own: OneMachineAuthority, kind: TokenKind = 'service') => new TokenVerifier(trustIn(own, kind));

describe('the token verifier', () => {
  it('believes a token of its issuer and gives its claims', async () => {
    const own = await authority();
    const token = await own.userToken({ subject: 'ada', roles: ['peoplesync.admin'], tenant: 'acme' });
    await expect(trusting(own, 'person').verify(token)).resolves.toMatchObject({
      sub: 'ada',
      tenant: 'acme',
      roles: ['peoplesync.admin'],
    });
  });

  it.each([
    ['is signed by somebody else', async () => (await authority()).serviceToken('gateway')],
    ['has expired', (own: OneMachineAuthority) => own.serviceToken('gateway', -60)],
    [
      'was changed after signing',
      async (own: OneMachineAuthority) => {
        const [head, , signature] = (await own.serviceToken('gateway')).split('.');
        const claims = { sub: 'credentials', iss: own.issuer, aud: own.audienceOf('service'), exp: 4102444800 };
        return [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
      },
    ],
    [
      'is not signed at all',
      (own: OneMachineAuthority) => {
        const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
        const claims = { sub: 'gateway', iss: own.issuer, aud: own.audienceOf('service'), exp: 4102444800 };
        return Promise.resolve(`${part({ alg: 'none' })}.${part(claims)}.`);
      },
    ],
    [
      'is signed with the public key as a shared secret',
      async (own: OneMachineAuthority) => {
        const secret = await readFile(own.jwksFile);
        return new SignJWT({})
          .setProtectedHeader({ alg: 'HS256' })
          .setSubject('gateway')
          .setIssuer(own.issuer)
          .setAudience(own.audienceOf('service'))
          .setExpirationTime('1h')
          .sign(secret);
      },
    ],
    ['is no token', () => Promise.resolve('hello')],
  ])('refuses a token that %s', async (_, tokenFor) => {
    const own = await authority();
    await expect(trusting(own).verify(await tokenFor(own))).rejects.toBeInstanceOf(TokenRefusedError);
  });

  it('refuses a token for another audience and of another issuer under the same key', async () => {
    const own = await authority();
    const token = await own.serviceToken('gateway');
    const trust = trustIn(own, 'service');
    for (const other of [
      { ...trust, audience: 'else' },
      { ...trust, issuer: 'else' },
    ]) {
      await expect(new TokenVerifier(other).verify(token)).rejects.toBeInstanceOf(TokenRefusedError);
    }
  });

  it('takes no token of a person for one of a service, nor the other way round, whoever they are called', async () => {
    const own = await authority();
    const person = await own.userToken({ subject: 'peoplehr-fetcher', roles: ['peoplesync.admin'], tenant: 'acme' });
    const service = await own.serviceToken('peoplehr-fetcher');
    await expect(trusting(own, 'service').verify(person)).rejects.toBeInstanceOf(TokenRefusedError);
    await expect(trusting(own, 'person').verify(service)).rejects.toBeInstanceOf(TokenRefusedError);
  });

  it.each([
    ['has a second audience', { aud: ['people-sync-services', 'account'] }],
    ['says a role', { roles: [] }],
    ['says a tenant', { tenant: 'acme' }],
  ])("takes nobody for a service who %s, though it is the services' audience", async (_, claims) => {
    const own = await authority();
    const key = await importJWK(
      JSON.parse(await readFile(join(dirname(own.jwksFile), 'signing-key.json'), 'utf8')),
      'ES256',
    );
    const signed = (more: object) =>
      new SignJWT({ aud: 'people-sync-services', ...more })
        .setProtectedHeader({ alg: 'ES256' })
        .setSubject('peoplehr-fetcher')
        .setIssuer(own.issuer)
        .setExpirationTime('1h')
        .sign(key);
    await expect(trusting(own).verify(await signed({}))).resolves.toMatchObject({ sub: 'peoplehr-fetcher' });
    await expect(trusting(own).verify(await signed(claims))).rejects.toBeInstanceOf(TokenRefusedError);
  });

  it('takes rotated keys from the file without a restart', async () => {
    const before = await authority();
    const after = await authority();
    const verifier = trusting(before);
    await verifier.verify(await before.serviceToken('gateway'));
    await writeFile(before.jwksFile, await readFile(after.jwksFile));
    await expect(verifier.verify(await after.serviceToken('gateway'))).resolves.toMatchObject({ sub: 'gateway' });
  });

  describe('with keys at an address', () => {
    let server: Server;
    let seen: string[];
    let body: string | undefined;
    beforeEach(async () => {
      seen = [];
      server = createServer((request, response) => {
        seen.push(request.headers.authorization ?? '');
        if (body === undefined) response.writeHead(503).end();
        else response.writeHead(200, { 'content-type': 'application/json' }).end(body);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });
    afterEach(() => new Promise((resolve) => server.close(resolve)));
    const trustAt = (own: OneMachineAuthority, jwksUrl: string): TokenTrust => ({
      ...trustIn(own, 'service'),
      jwksFile: undefined,
      jwksUrl,
    });
    const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;

    it('fetches them once, with the bearer the key server asks for', async () => {
      const own = await authority();
      body = await readFile(own.jwksFile, 'utf8');
      const jwksBearerFile = await own.serviceTokenFile('gateway');
      const verifier = new TokenVerifier({ ...trustAt(own, url()), jwksBearerFile });
      await verifier.verify(await own.serviceToken('gateway'));
      await verifier.verify(await own.serviceToken('gateway'));
      expect(seen).toEqual([`Bearer ${await readFile(jwksBearerFile, 'utf8')}`]);
      own.close();
    });

    it.each([
      ['is down', undefined],
      ['answers what is no list of keys', '<html></html>'],
    ])('asks a key server that %s once, however many tokens come', async (_how, answer) => {
      const own = await authority();
      body = answer;
      const verifier = new TokenVerifier(trustAt(own, url()));
      const token = await own.serviceToken('a');
      for (let count = 0; count < 20; count += 1) {
        await expect(verifier.verify(token)).rejects.not.toBeInstanceOf(TokenRefusedError);
      }
      expect(seen).toHaveLength(1);
    });

    it('does not blame the token when the key server is down', async () => {
      const own = await authority();
      body = undefined;
      const verifying = new TokenVerifier(trustAt(own, url())).verify(await own.serviceToken('a'));
      await expect(verifying).rejects.not.toBeInstanceOf(TokenRefusedError);
    });
  });

  it('cannot be made without saying where the keys are', () => {
    expect(() => new TokenVerifier({ kind: 'person', issuer: 'i', audience: 'a' })).toThrow(ConfigError);
  });
});

describe('the authority of one machine', () => {
  it('keeps its key over a restart, so that issued tokens stay good', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'authority-'));
    const token = await (await OneMachineAuthority.open(directory)).serviceToken('gateway');
    const again = await OneMachineAuthority.open(directory);
    await expect(trusting(again).verify(token)).resolves.toMatchObject({ sub: 'gateway' });
  });

  it('publishes no private part of the key', async () => {
    const { jwksFile } = await authority();
    expect(JSON.parse(await readFile(jwksFile, 'utf8')).keys[0]).not.toHaveProperty('d');
  });
});
