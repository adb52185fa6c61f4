import { IsNumber, IsOptional, IsString, Length, Matches, Max, Min, ValidateBy } from 'class-validator';
import { KafkaConfig } from './kafka.config';

/** `key=value`, comma-separated, with values as in a URL: as OpenTelemetry writes lists in variables. */
const IsPairs = (): PropertyDecorator =>
  ValidateBy({
    name: 'isPairs',
    validator: {
      validate: (value) => typeof value === 'string' && pairsOf(value) !== undefined,
      defaultMessage: (args) => `${args?.property ?? ''} must be key=value, comma-separated, with values as in a URL`,
    },
  });

/** Where a service's traces go; the names are OpenTelemetry's own. */
export class TracingConfig extends KafkaConfig {
  /** The collector that takes traces by OTLP over HTTP, e.g. `http://otel-collector:4318`. Without it nothing is traced. */
  @IsOptional()
  @Matches(/^https?:\/\/[^\s?#]+$/, { message: 'OTEL_EXPORTER_OTLP_ENDPOINT must begin with http:// or https://' })
  OTEL_EXPORTER_OTLP_ENDPOINT?: string;

  /** Headers for the collector, `name=value`, comma-separated, e.g. with a token of its own. */
  @IsOptional()
  @IsString()
  @Length(1, 8192)
  @IsPairs()
  OTEL_EXPORTER_OTLP_HEADERS?: string;

  /**
   * The share of traces that is kept, from 0 to 1. It is drawn where a trace begins: a caller's `traceparent` that says
   * whether it is kept is followed, and so is a sync's own through all services.
   */
  @IsNumber()
  @Min(0)
  @Max(1)
  OTEL_TRACES_SAMPLER_ARG: number = 0.1;

  /** What else each trace says of its service, `key=value`, comma-separated, e.g. `deployment.environment.name=test`. */
  @IsOptional()
  @IsString()
  @Length(1, 8192)
  @IsPairs()
  OTEL_RESOURCE_ATTRIBUTES?: string;

  get collectorHeaders(): Readonly<Record<string, string>> {
    return pairsOf(this.OTEL_EXPORTER_OTLP_HEADERS ?? '') ?? {};
  }

  get resourceAttributes(): Readonly<Record<string, string>> {
    return pairsOf(this.OTEL_RESOURCE_ATTRIBUTES ?? '') ?? {};
  }
}

/** Undefined if the text is no such list. */
function pairsOf(text: string): Record<string, string> | undefined {
  const pairs = text.split(',').filter((part) => part.trim() !== '');
  const entries = pairs.map((pair) => /^\s*([\w.\-/]+)\s*=\s*([\x21-\x7e]*)\s*$/.exec(pair));
  try {
    return Object.fromEntries(
      entries.map((entry) => {
        if (!entry) throw new URIError('no pair');
        const [, key = '', value = ''] = entry;
        return [key, decodeURIComponent(value)];
      }),
    );
  } catch {
    return undefined;
  }
}
