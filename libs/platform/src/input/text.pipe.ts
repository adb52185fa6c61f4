import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { refuseLanguageNames } from './language-names';
import { refuseUnfit } from './refuse-unfit';

/**
 * Every query, every JSON body and every gRPC message is fit before its class is looked at (refuseUnfit). Names that mean
 * something to JavaScript are refused in a query here, in a body while it is read (`JsonScan`); a message has none.
 */
@Injectable()
export class TextPipe implements PipeTransform<unknown, unknown> {
  transform(value: unknown, { type }: ArgumentMetadata): unknown {
    if (type === 'body' || type === 'query') refuseUnfit(value);
    if (type === 'query' && typeof value === 'object' && value !== null) refuseLanguageNames(value);
    return value;
  }
}
