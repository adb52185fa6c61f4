import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IsBoolean, IsInt, IsString, Max, Min } from 'class-validator';
import { ConfigError, loadConfig } from './load.config';
import { ServiceConfig } from './service.config';

class Sample {
  @IsString()
  SECRET: string;

  @IsInt()
  @Min(1)
  @Max(10)
  WORKERS = 2;

  @IsBoolean()
  STRICT: boolean = false;
}

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    loadConfig(Sample, env);
    return [];
  } catch (error) {
    return error instanceof ConfigError ? error.problems : [String(error)];
  }
};

const fileWith = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'config-')), 'secret');
  writeFileSync(path, text);
  return path;
};

describe('configuration from the environment', () => {
  it('converts numbers and booleans and keeps defaults for what is not given or empty', () => {
    const config = loadConfig(Sample, { SECRET: 'x', WORKERS: '7', STRICT: 'true', PATH: '/bin' });
    expect(config).toEqual({ SECRET: 'x', WORKERS: 7, STRICT: true });
    expect(loadConfig(Sample, { SECRET: 'x', WORKERS: '' })).toEqual({ SECRET: 'x', WORKERS: 2, STRICT: false });
  });

  it('names every offending variable at once, and none of their values', () => {
    const problems = problemsOf({ WORKERS: '99-hunter2', STRICT: 'hunter2' });
    expect(problems).toHaveLength(3);
    expect(problems.join()).toContain('SECRET is missing');
    expect(problems.join()).toContain('WORKERS');
    expect(problems.join()).toContain('STRICT');
    expect(problems.join()).not.toContain('hunter2');
  });

  it('takes a value from the file that NAME_FILE names, without the trailing newline', () => {
    expect(loadConfig(Sample, { SECRET_FILE: fileWith('from a file\n') }).SECRET).toBe('from a file');
  });

  it('refuses a variable given twice and a file that cannot be read', () => {
    expect(problemsOf({ SECRET: 'x', SECRET_FILE: fileWith('y') })).toEqual(['SECRET and SECRET_FILE are both given']);
    expect(problemsOf({ SECRET_FILE: '/nowhere/at/all' })).toEqual(['SECRET_FILE names a file that cannot be read']);
  });

  it('accepts what a service needs at least, and refuses addresses of another kind', () => {
    const config = loadConfig(ServiceConfig, { DATABASE_URL: 'postgres://u:p@localhost/x', GRPC_PORT: '0' });
    expect(config).toMatchObject({ GRPC_PORT: 0, DATABASE_POOL_SIZE: 6, LOG_LEVEL: 'info' });
    expect(config.MANAGEMENT_PORT).toBeUndefined();
    const bad = { DATABASE_URL: 'mysql://x', KAFKA_BROKERS: 'no-port', KAFKA_TOPIC_PREFIX: 'a/b', GRPC_PORT: '70000' };
    expect(() => loadConfig(ServiceConfig, bad)).toThrow(/DATABASE_URL.*GRPC_PORT.*KAFKA_BROKERS.*KAFKA_TOPIC_PREFIX/);
  });
});
