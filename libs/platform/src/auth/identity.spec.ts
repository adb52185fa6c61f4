import { identityFrom } from './identity';

describe('who a caller is', () => {
  it('is an administrator of the one tenant in the token', () => {
    const identity = identityFrom({ sub: 'ada', roles: ['peoplesync.admin'], tenant: 'acme' }, undefined);
    expect(identity).toMatchObject({ subject: 'ada', actor: 'ada', tenant: 'acme' });
    expect(identity?.maySee('acme')).toBe(true);
    expect(identity?.maySee('other')).toBe(false);
  });

  it('is the platform, which sees every tenant and acts for the person it names', () => {
    const identity = identityFrom({ sub: 'platform', roles: 'openid peoplesync.platform' }, 'grace@example.com');
    expect(identity).toMatchObject({ subject: 'platform', actor: 'grace@example.com', tenant: undefined });
    expect(identity?.maySee('anybody')).toBe(true);
  });

  it('names the person who acts, unless it is the platform alone', () => {
    const platform = { sub: 'platform', roles: ['peoplesync.platform'] };
    const admin = { sub: 'ada', roles: ['peoplesync.admin'], tenant: 'acme' };
    expect(identityFrom(platform, undefined)?.namesPerson).toBe(false);
    expect(identityFrom(platform, 'grace')?.namesPerson).toBe(true);
    expect(identityFrom(platform, undefined, { isSession: true })?.namesPerson).toBe(true);
    expect(identityFrom(admin, undefined)?.namesPerson).toBe(true);
  });

  it('is not believed when an administrator names somebody else as the actor', () => {
    const claims = { sub: 'ada', roles: ['peoplesync.admin'], tenant: 'acme' };
    expect(identityFrom(claims, 'grace@example.com')?.actor).toBe('ada');
  });

  it.each([
    ['has no role', { sub: 'ada', tenant: 'acme' }],
    ['has only roles of other programs', { sub: 'ada', roles: ['root'], tenant: 'acme' }],
    ['is an administrator of no tenant', { sub: 'ada', roles: ['peoplesync.admin'] }],
    ['is an auditor of no tenant', { sub: 'ada', roles: ['peoplesync.auditor'], tenant: '' }],
    ['has a subject that cannot be written down', { sub: 'ada\0', roles: ['peoplesync.platform'] }],
    ['has a subject of two lines', { sub: 'ada\nmoss', roles: ['peoplesync.platform'] }],
    ['has half a character for a subject', { sub: '\ud83c', roles: ['peoplesync.platform'] }],
    ['has a subject longer than any', { sub: 'a'.repeat(256), roles: ['peoplesync.platform'] }],
    ['has a tenant that cannot be written down', { sub: 'ada', roles: ['peoplesync.admin'], tenant: 'acme\0' }],
    ['has no subject', { roles: ['peoplesync.platform'] }],
  ])('is nobody when the token %s', (_, claims) => {
    expect(identityFrom(claims, undefined)).toBeUndefined();
  });
});
