import type { LoggerService } from '@nestjs/common';
import pino, { type DestinationStream, type Logger } from 'pino';
import { redact, redactText } from './redact';

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/**
 * JSON lines for Nest and for the services: `{level, time, service, context, msg, …}`.
 * A first argument that is an object is logged as fields. Everything passes through `redact`.
 */
export class ServiceLogger implements LoggerService {
  private readonly pino: Logger;

  constructor(options: { service: string; level: string; file?: string | undefined; to?: DestinationStream }) {
    const destination = options.to ?? pino.destination(options.file ? { dest: options.file, mkdir: true } : 1);
    this.pino = pino(
      {
        level: options.level,
        base: { service: options.service },
        formatters: { level: (label) => ({ level: label }) },
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
  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    if (!this.pino.isLevelEnabled(level)) return;
    const last = rest.at(-1);
    const context = typeof last === 'string' ? last : undefined;
    const fields: Record<string, unknown> = {};
    for (const part of [message, ...rest.slice(0, context === undefined ? undefined : -1)]) {
      if (part instanceof Error) fields['err'] = redact(part);
      else if (typeof part === 'object' && part !== null) Object.assign(fields, redact(part));
      else if (part !== message && typeof part === 'string') fields['stack'] = redactText(part);
    }
    if (context !== undefined) fields['context'] = context;
    this.pino[level](fields, message instanceof Error ? redactText(message.message) : textOf(message));
  }
}

function textOf(message: unknown): string | undefined {
  return typeof message === 'string' ? redactText(message) : undefined;
}
