import { status } from '@grpc/grpc-js';
import type { ServiceName } from '../database/service-schemas';
import { metrics } from './catalogue';
import type { Meters } from './meters';

/** Told of every call that ended, with gRPC's code. */
export type CallWatch = (code: status, seconds: number) => void;

/** Measures the calls that are made of another service. */
export function serviceCalls(meters: Meters, target: ServiceName): CallWatch {
  const known = ['OK', 'UNAVAILABLE'].map((code) => ({ target, code }));
  const histogram = meters.histogram(metrics.serviceCalls, known);
  return (code, seconds) => histogram.observe({ target, code: status[code] }, seconds);
}
