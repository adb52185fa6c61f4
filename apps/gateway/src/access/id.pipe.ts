import { Injectable, type PipeTransform } from '@nestjs/common';
import { notFound } from '@people-sync/platform';
import { isUUID } from 'class-validator';

/** An id in a path. What is no UUID is the id of nothing: 404. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!isUUID(value)) throw notFound();
    return value.toLowerCase();
  }
}

/** The same for an id that comes by gRPC. */
export const idOf = (text: string): string => new IdPipe().transform(text);
