import { collectDefaultMetrics, Registry } from 'prom-client';

/** A registry of its own for one service (several may share a process), with Node's default numbers. */
export function serviceRegistry(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}
