import { context, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { endsWithin } from '@people-sync/messaging';
import type { TracingConfig } from '../config/tracing.config';
import type { ServiceLogger } from '../logging/service-logger';
import { OtlpExporter } from './otlp-exporter';
import { QuietExporter } from './quiet-exporter';

/** Spans that wait for the collector; what comes on top is dropped. A span is some 2 kB. */
const LARGEST_QUEUE = 4_096;
const EVERY_MS = 2_000;
/** How long spans are offered to a collector that is away or slow. */
const COLLECTOR_PATIENCE_MS = 10_000;
/** A stop waits no longer for the collector. */
const GOODBYE_MS = 2_000;

/** What a service tells of itself with each span. */
export interface TracedService {
  readonly name: string;
  readonly version: string;
  /** Which of several. */
  readonly instance: string;
}

/**
 * A service's way to the collector, of its own, since a process may hold several services. Nothing waits for the
 * collector: what it does not take in time is dropped.
 */
export class ServiceTracing {
  private constructor(
    readonly tracer: Tracer,
    private readonly provider: TracerProvider,
    private readonly exporter: OtlpExporter,
  ) {}

  /** Undefined if there is no collector. */
  static of(config: TracingConfig, service: TracedService, logger: ServiceLogger): ServiceTracing | undefined {
    if (config.OTEL_EXPORTER_OTLP_ENDPOINT === undefined) return undefined;
    // What goes on is known by its asynchronous context, one for all services of a process; a second one is not taken.
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, collectorHeaders } = config;
    const exporter = new OtlpExporter(endpoint, collectorHeaders, COLLECTOR_PATIENCE_MS);
    const provider = new TracerProvider({
      resource: resourceFromAttributes({
        'service.namespace': 'people-sync',
        'service.name': service.name,
        'service.version': service.version,
        'service.instance.id': service.instance,
        ...config.resourceAttributes,
      }),
      sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(config.OTEL_TRACES_SAMPLER_ARG) }),
      spanProcessors: [
        new BatchSpanProcessor({
          exporter: new QuietExporter(exporter, logger),
          maxQueueSize: LARGEST_QUEUE,
          scheduledDelayMillis: EVERY_MS,
          exportTimeoutMillis: 2 * COLLECTOR_PATIENCE_MS,
        }),
      ],
    });
    return new ServiceTracing(provider.getTracer('people-sync', service.version), provider, exporter);
  }

  /** What waits goes out, if the collector takes it soon. Never rejects. */
  async close(): Promise<void> {
    await endsWithin(this.provider.shutdown(), GOODBYE_MS);
    await this.exporter.shutdown();
  }
}
