import 'reflect-metadata';
import { ConfigError, loadConfig } from './load.config';
import { TracingConfig } from './tracing.config';

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    loadConfig(TracingConfig, env);
    return [];
  } catch (error) {
    return error instanceof ConfigError ? error.problems : [String(error)];
  }
};

describe('where traces go', () => {
  it('is nowhere unless a collector is named, and then a tenth of them', () => {
    const config = loadConfig(TracingConfig, {});
    expect(config.OTEL_EXPORTER_OTLP_ENDPOINT).toBeUndefined();
    expect(config.OTEL_TRACES_SAMPLER_ARG).toBe(0.1);
  });

  it('takes lists as OpenTelemetry writes them', () => {
    const config = loadConfig(TracingConfig, {
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc,x-tenant=a=b',
      OTEL_RESOURCE_ATTRIBUTES: ' deployment.environment.name=test , team=people%2Csync ',
      OTEL_TRACES_SAMPLER_ARG: '1',
    });
    expect(config.collectorHeaders).toEqual({ authorization: 'Bearer abc', 'x-tenant': 'a=b' });
    expect(config.resourceAttributes).toEqual({ 'deployment.environment.name': 'test', team: 'people,sync' });
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'OTEL_EXPORTER_OTLP_ENDPOINT'],
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'Bearer s3cret' }, 'OTEL_EXPORTER_OTLP_HEADERS'],
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'authorization=%zz-s3cret' }, 'OTEL_EXPORTER_OTLP_HEADERS'],
    [{ OTEL_RESOURCE_ATTRIBUTES: 'team' }, 'OTEL_RESOURCE_ATTRIBUTES'],
    [{ OTEL_TRACES_SAMPLER_ARG: '10' }, 'OTEL_TRACES_SAMPLER_ARG'],
    [{ OTEL_TRACES_SAMPLER_ARG: 'always' }, 'OTEL_TRACES_SAMPLER_ARG'],
  ])('refuses %p by its name, without the value', (env, name) => {
    const problems = problemsOf(env);
    expect(problems).toEqual([expect.stringContaining(name)]);
    expect(problems.join()).not.toContain('s3cret');
  });
});
