import { Callers } from './callers';
import { TokenRefusedError, type TokenVerifier } from './token-verifier';

const whose = (verify: () => Promise<never>) => new Callers({ verify } as unknown as TokenVerifier).verified('a token');

describe('whoever comes with a token', () => {
  it('is nobody if the token is not accepted', async () => {
    expect(await whose(() => Promise.reject(new TokenRefusedError('expired')))).toBeUndefined();
  });

  it('is asked to come again while the keys that would tell cannot be read', async () => {
    const away = whose(() => Promise.reject(new Error('the key server answered 502')));
    await expect(away).rejects.toMatchObject({ status: 503, reason: 'service-unavailable' });
  });
});
