import { createServer, type Server, type ServerResponse } from 'node:http';

/** A span as its service told it. */
export interface CollectedSpan {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first of its trace. */
  readonly parentSpanId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly isFault: boolean;
}

interface Value {
  readonly stringValue?: string;
  readonly intValue?: number;
}

interface Attribute {
  readonly key: string;
  readonly value: Value;
}

interface Traces {
  readonly resourceSpans?: readonly {
    readonly resource?: { readonly attributes?: readonly Attribute[] };
    readonly scopeSpans?: readonly {
      readonly spans?: readonly {
        readonly name: string;
        readonly traceId: string;
        readonly spanId: string;
        readonly parentSpanId?: string;
        readonly attributes?: readonly Attribute[];
        readonly status?: { readonly code?: number };
      }[];
    }[];
  }[];
}

/** How it treats who comes: as a collector does, with an error, or never. */
export type CollectorMood = 'well' | 'refuses' | 'silent';

/** A collector of OpenTelemetry traces in this process: OTLP over HTTP, in JSON. */
export class TraceCollector {
  mood: CollectorMood = 'well';
  /** Every request as it came: its headers and its body. */
  readonly raw: string[] = [];
  readonly spans: CollectedSpan[] = [];
  readonly resources: Readonly<Record<string, unknown>>[] = [];
  /** How often somebody came. */
  visits = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<TraceCollector> {
    const server = createServer();
    const collector = new TraceCollector(server);
    server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = Buffer.concat(parts).toString('utf8');
        collector.take(`${request.rawHeaders.join('\n')}\n${body}`, body, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the collector does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** The spans of one trace, as far as they have come. */
  of(traceId: string): readonly CollectedSpan[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(raw: string, body: string, response: ServerResponse): void {
    this.visits += 1;
    if (this.mood === 'silent') return;
    if (this.mood === 'refuses') {
      response.writeHead(503).end();
      return;
    }
    this.raw.push(raw);
    for (const { resource, scopeSpans = [] } of (JSON.parse(body) as Traces).resourceSpans ?? []) {
      const own = valuesOf(resource?.attributes);
      this.resources.push(own);
      for (const { name, traceId, spanId, parentSpanId = '', attributes, status } of scopeSpans.flatMap(
        ({ spans = [] }) => spans,
      )) {
        const service = String(own['service.name']);
        const told = { service, name, traceId, spanId, parentSpanId };
        this.spans.push({ ...told, attributes: valuesOf(attributes), isFault: status?.code === 2 });
      }
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }
}

const valuesOf = (attributes: readonly Attribute[] = []): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));
