import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { Metadata } from '@grpc/grpc-js';
import { bearerOf } from './bearer';

function overHttp(...values: string[]): object {
  const request = new IncomingMessage(new Socket());
  request.rawHeaders = values.flatMap((value) => ['Authorization', value]);
  // As Node keeps them: the first one.
  if (values[0] !== undefined) request.headers.authorization = values[0];
  return request;
}

function overGrpc(...values: string[]): object {
  const metadata = new Metadata();
  for (const value of values) metadata.add('authorization', value);
  return metadata;
}

describe.each([
  ['HTTP', overHttp],
  ['gRPC', overGrpc],
])('the bearer token of a call over %s', (_, callWith) => {
  it('is found in any letter case and with more than one space', () => {
    expect(bearerOf(callWith('Bearer a.b.c'))).toBe('a.b.c');
    expect(bearerOf(callWith('bEARER   a.b.c'))).toBe('a.b.c');
  });

  it.each([
    ['none', []],
    ['another scheme', ['Basic YTpi']],
    ['no token', ['Bearer ']],
    ['two tokens in one header', ['Bearer a.b.c, Bearer d.e.f']],
    ['two headers', ['Bearer a.b.c', 'Bearer d.e.f']],
    ['two equal headers', ['Bearer a.b.c', 'Bearer a.b.c']],
    ['more than 8 kB', [`Bearer ${'a'.repeat(8192)}`]],
  ])('is nothing with %s', (_what, values) => {
    expect(bearerOf(callWith(...values))).toBeUndefined();
  });
});
