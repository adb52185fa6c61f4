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
