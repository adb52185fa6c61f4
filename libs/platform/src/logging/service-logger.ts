import type { LoggerService } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import pino, { type DestinationStream, type Logger } from 'pino';
import { openLogFile } from './log-file';
import { logOrigin } from './log-origin';
import { redact, redactError, redactText } from './redact';

/** Of a line. */
export type Level = Exclude<(typeof LOG_LEVELS)[number], 'silent'>;

/** What LOG_LEVEL may be. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export const isLogLevel = (text: string): boolean => LOG_LEVELS.some((level) => level === text);

/** Parts of Nest that tell of every module and route at start: of interest to its developers only. */
const FRAMEWORK = new Set([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'NestMicroservice',
  'RouterExplorer',
  'RoutesResolver',
]);

/**
 * JSON lines for Nest and for the services: `{level, time, service, instance, version, context, msg, …}`. Objects are logged
 * as fields; the company is always in `tenant`, the sync in `sync` and W3C's trace in `trace`, however the code calls them.
 * Everything passes through `redact`.
 */
export class ServiceLogger implements LoggerService {
  private readonly pino: Logger;

  private readonly onLine: (level: Level) => void;

  /** @param options.onLine told of every line that is written */
  constructor(options: {
    service: string;
    instance?: string | undefined;
    level: string;
    file?: string | undefined;
    to?: DestinationStream;
    onLine?: (level: Level) => void;
  }) {
    this.onLine = options.onLine ?? (() => undefined);
    const destination = options.to ?? pino.destination(options.file ? openLogFile(options.file) : 1);
    this.pino = pino(
      {
        level: options.level,
        base: logOrigin(options.service, options.instance),
        formatters: { level: (label) => ({ level: label }) },
        // Errors are made loggable by `redact`; pino's own way would put a driver's row values back in.
        serializers: { err: (value: unknown) => value },
        timestamp: pino.stdTimeFunctions.isoTime,
      },
      destination,
    );
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }
  info(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest hands the context over as the last text; an error's stack may come before it. */
  private write(wanted: Level, message: unknown, rest: readonly unknown[]): void {
    let level = wanted;
    const last = rest.at(-1);
    const context = typeof last === 'string' ? last : undefined;
    if (context !== undefined && FRAMEWORK.has(context)) level = level === 'info' ? 'debug' : level;
    // A start that fails is told once, by whoever started the service.
    if (context === 'ExceptionHandler' || !this.pino.isLevelEnabled(level)) return;
    const fields: Record<string, unknown> = {};
    let text = typeof message === 'string' ? redactText(message) : undefined;
    for (const part of [message, ...rest.slice(0, context === undefined ? undefined : -1)]) {
      if (part instanceof Error) {
        const error = redactError(part);
        fields['err'] = error;
        text ??= error.message;
      } else if (typeof part === 'object' && part !== null) Object.assign(fields, named(redact(part)));
      else if (part !== message && typeof part === 'string') {
        if (text === undefined) text = redactText(part);
        else fields['stack'] = redactText(part);
      }
    }
    const traceId = trace.getActiveSpan()?.spanContext().traceId;
    // What a line says of its sync's own trace goes before that of the call that brought it.
    if (traceId !== undefined) fields['trace'] ??= traceId;
    if (context !== undefined) fields['context'] = context;
    this.pino[level](fields, text);
    this.onLine(level);
  }
}

/** As lines call them. */
const LINE_NAMES: Readonly<Record<string, string>> = { tenantId: 'tenant', syncId: 'sync' };

function named(fields: unknown): object {
  const entries = Object.entries(fields ?? {}).map(([name, value]): [string, unknown] => {
    if (name === 'traceparent') return ['trace', typeof value === 'string' ? value.split('-')[1] : undefined];
    return [LINE_NAMES[name] ?? name, value];
  });
  return Object.fromEntries(entries);
}
