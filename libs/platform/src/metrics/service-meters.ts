import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Build } from '../build/build';
import { metrics } from './catalogue';
import { Meters } from './meters';

/** Those of one service, with Node's default numbers and its build. */
export function serviceMeters(service: string, { version, revision }: Build): Meters {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const meters = new Meters(registry);
  meters.gauge(metrics.build, () => [{ labels: { version, revision }, value: 1 }]);
  return meters;
}
