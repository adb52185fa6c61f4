const overGrpc = () => jest.requireActual<typeof import('./grpc')>('./grpc');
const overHttp = () => jest.requireActual<typeof import('./http')>('./http');

describe('a program that imports the client of one door', () => {
  beforeEach(() => jest.resetModules());
  afterEach(() => jest.dontMock('@grpc/grpc-js').dontMock('openapi-fetch'));
  const away = (name: string) =>
    jest.doMock(name, () => {
      throw new Error(`${name} was loaded`);
    });

  it('over HTTP loads nothing of gRPC', () => {
    away('@grpc/grpc-js');
    expect(Object.keys(overHttp())).toEqual(expect.arrayContaining(['httpClient', 'httpMirrorDoor', 'Mirror']));
    expect(overGrpc).toThrow('@grpc/grpc-js was loaded');
  });

  it('over gRPC loads nothing of HTTP', () => {
    away('openapi-fetch');
    expect(Object.keys(overGrpc())).toEqual(expect.arrayContaining(['grpcClient', 'grpcMirrorDoor', 'Mirror']));
    expect(overHttp).toThrow('openapi-fetch was loaded');
  });
});
