import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { refuseUnfit } from './refuse-unfit';

/** Every query, every JSON body and every gRPC message is fit before its class is looked at (refuseUnfit). */
@Injectable()
export class TextPipe implements PipeTransform<unknown, unknown> {
  transform(value: unknown, { type }: ArgumentMetadata): unknown {
    if (type === 'body' || type === 'query') refuseUnfit(value);
    return value;
  }
}
