import { Controller, Logger } from '@nestjs/common';
import { type Consumption, EventConsumer, ParkedTenants, StillParkedError } from '@people-sync/messaging';
import { AllowServices } from '../auth/access.decorator';
import * as messagingV1 from '../gen/peoplesync/messaging/v1/messaging';
import { type ProblemException, refusal } from '../http/problem.exception';
import { readPage } from '../paging/read-page';

const USUAL_PAGE = 100;
const LARGEST_PAGE = 500;

/** gRPC `peoplesync.messaging.v1.Parking` of a service that reads events; the .proto file says what each call means. */
@Controller()
@AllowServices('gateway')
@messagingV1.ParkingControllerMethods()
export class ParkingController implements messagingV1.ParkingController {
  private readonly logger = new Logger(ParkingController.name);

  constructor(
    private readonly consumer: EventConsumer,
    private readonly parked: ParkedTenants,
  ) {}

  async listParked({ limit, cursor }: messagingV1.ListParkedRequest): Promise<messagingV1.ListParkedResponse> {
    if (limit < 0 || limit > LARGEST_PAGE) throw invalid('limit is not a number from 1 to 500.');
    const size = limit || USUAL_PAGE;
    const read = (count: number) => this.parked.list(placeIn(cursor), count);
    const { rows, nextCursor } = await readPage(size, read, ({ topic, tenantId }) => `${topic} ${tenantId}`);
    return { streams: rows.map((stream) => ({ ...stream, parkedAt: stream.parkedAt.toISOString() })), nextCursor };
  }

  async retryParked(request: messagingV1.ParkedRequest): Promise<messagingV1.RetryParkedResponse> {
    const { topic, tenantId, actor } = request;
    const consumption = this.consumptionOf(request);
    try {
      if (!(await this.parked.retry(topic, tenantId, consumption, actor))) throw notParked();
    } catch (error) {
      if (!(error instanceof StillParkedError)) throw error;
      throw refusal('still-parked', error.message, {}, { cause: error });
    }
    this.logger.log(`${actor} had what is parked tried again: it flows`, { tenant: tenantId, topic });
    return {};
  }

  async skipParked(request: messagingV1.ParkedRequest): Promise<messagingV1.SkipParkedResponse> {
    const { topic, tenantId, actor } = request;
    const result = await this.parked.skip(topic, tenantId, this.consumptionOf(request), actor);
    if (!result) throw notParked();
    const { skipped, flows } = result;
    this.logger.warn(`${actor} had a record left out`, { tenant: tenantId, topic, skipped, flows });
    return { skipped, flows };
  }

  private consumptionOf({ topic, actor }: messagingV1.ParkedRequest): Consumption {
    if (actor === '') throw invalid('actor is missing.');
    const consumption = this.consumer.consumptionOf(topic);
    if (!consumption) throw notParked();
    return consumption;
  }
}

/** A topic has no space in its name; a tenant's name is whatever the key of a record was. */
function placeIn(cursor: string): { readonly topic: string; readonly tenantId: string } {
  const space = cursor.indexOf(' ');
  return space < 0
    ? { topic: cursor, tenantId: '' }
    : { topic: cursor.slice(0, space), tenantId: cursor.slice(space + 1) };
}

const invalid = (sentence: string): ProblemException => refusal('invalid-request', sentence);

const notParked = (): ProblemException => refusal('not-found', 'Nothing waits there.');
