import { parkingServices } from '@people-sync/contracts/api';
import { isText } from '@people-sync/contracts';
import { notFound } from '@people-sync/platform';
import { type ParkingService } from './parking-owners.client';

/** Names a tenant's stream at one service. */
export interface ParkedName {
  readonly service: ParkingService;
  readonly topic: string;
  readonly tenantId: string;
}

/** Where a page begins: in one service's list. */
export interface ParkedPlace {
  readonly service: ParkingService;
  /** Of that service; empty: from the beginning. */
  readonly cursor: string;
}

const encoded = (text: string): string => Buffer.from(text).toString('base64url');

/** A service and what is its own, apart by a space; undefined for what was never encoded here. */
function decoded(code: string): readonly [ParkingService, string] | undefined {
  const text = Buffer.from(code, 'base64url').toString();
  const [name, ...rest] = text.split(' ');
  const service = parkingServices.find((one) => one === name);
  return service && isText(text, 'line') ? [service, rest.join(' ')] : undefined;
}

export const parkedId = ({ service, topic, tenantId }: ParkedName): string =>
  encoded(`${service} ${topic} ${tenantId}`);

/** What an id names; it may not wait. 404 for what was never an id. */
export function parkedName(id: string): ParkedName {
  const [service, rest = ''] = decoded(id) ?? [];
  const [, topic, tenantId] = /^(\S+) (.*)$/s.exec(rest) ?? [];
  if (!service || topic === undefined || tenantId === undefined) throw notFound();
  return { service, topic, tenantId };
}

/** The place as a word, and back; the empty word is the beginning. */
export const placeWord = ({ service, cursor }: ParkedPlace): string => `${service} ${cursor}`;

/** Of a word that names no service: the beginning, which is the gateway's. */
export function parkedPlace(word: string): ParkedPlace {
  const [name, ...rest] = word.split(' ');
  return { service: parkingServices.find((one) => one === name) ?? 'gateway', cursor: rest.join(' ') };
}
