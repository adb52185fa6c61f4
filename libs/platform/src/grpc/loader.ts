import type { Options } from '@grpc/proto-loader';
import { protoPaths, protoRoot } from '@people-sync/contracts';

/** A gRPC package of this repository. */
export type GrpcPackage = keyof typeof protoPaths;

/** How messages look in code: the same on both sides, and as the generated types say (int64 as number). */
export const loaderOptions = (): Options => ({
  longs: Number,
  enums: String,
  defaults: true,
  arrays: true,
  // No message has a real oneof; for `optional` fields it would add keys (`_seats`) that input checks refuse.
  oneofs: false,
  includeDirs: [protoRoot],
});

/** The .proto files of the packages. */
export const protoPathsOf = (packages: readonly GrpcPackage[]): string[] => packages.map((name) => protoPaths[name]);
