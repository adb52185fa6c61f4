export * from './grpc';
export * from './http';
