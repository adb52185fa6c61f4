import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { getMetadataStorage, validateSync } from 'class-validator';
import type { Environment } from './environment';

/** The environment does not fit the service. The message names every offending variable and never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot be used: ${problems.join('; ')}.`);
  }
}

/**
 * Reads the variables that the class declares (every property with a class-validator decorator is one).
 * Numbers and booleans (`true`, `false`, `1`, `0`) are converted by the property's type; an empty value counts as
 * not given. `NAME_FILE` holds the path of a file with the value of `NAME` (secrets), a trailing newline is dropped.
 * @throws ConfigError with all problems at once.
 */
export function loadConfig<T extends object>(cls: new () => T, env: Environment): T {
  const config = new cls();
  const problems: string[] = [];
  const unread = new Set<string>();
  for (const name of variablesOf(cls)) {
    const raw = readVariable(name, env);
    if (raw === undefined) continue;
    if (raw instanceof ConfigError) {
      problems.push(...raw.problems);
      unread.add(name);
    } else {
      Reflect.set(config, name, converted(raw, kindOf(config, name)));
    }
  }
  for (const error of validateSync(config, { validationError: { target: false, value: false } })) {
    if (unread.has(error.property)) continue;
    const missing = Reflect.get(config, error.property) === undefined;
    problems.push(missing ? `${error.property} is missing` : Object.values(error.constraints ?? {}).join(' and '));
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function variablesOf(cls: new () => object): string[] {
  const declared = getMetadataStorage().getTargetValidationMetadatas(cls, '', true, false);
  return [...new Set(declared.map((metadata) => metadata.propertyName))];
}

function readVariable(name: string, env: Environment): string | ConfigError | undefined {
  const direct = env[name] || undefined;
  const file = env[`${name}_FILE`] || undefined;
  if (file === undefined) return direct;
  if (direct !== undefined) return new ConfigError([`${name} and ${name}_FILE are both given`]);
  try {
    return readFileSync(file, 'utf8').trimEnd() || undefined;
  } catch {
    return new ConfigError([`${name}_FILE names a file that cannot be read`]);
  }
}

/** A default decides by its own type: the compiler tells `Object` for a property without a written type. */
function kindOf(config: object, name: string): 'number' | 'boolean' | 'string' {
  const byDefault = typeof Reflect.get(config, name);
  if (byDefault === 'number' || byDefault === 'boolean') return byDefault;
  const declared: unknown = Reflect.getMetadata('design:type', config, name);
  if (declared === Number) return 'number';
  return declared === Boolean ? 'boolean' : 'string';
}

/** What cannot be converted stays text and is refused by the property's own decorator, by name. */
function converted(raw: string, kind: 'number' | 'boolean' | 'string'): unknown {
  if (kind === 'number') return /^-?\d+(\.\d+)?$/.test(raw.trim()) ? Number(raw) : raw;
  if (kind === 'boolean') return { true: true, '1': true, false: false, '0': false }[raw.trim().toLowerCase()] ?? raw;
  return raw;
}
