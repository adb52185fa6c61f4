import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditConfig } from '../audit.config';
import type { Link } from '../keys/links';
import { type KeyOwner, KeysRepository, ownerOf } from '../keys/keys.repository';
import { tokenOf } from '../keys/tokens';
import type { Content } from './content';
import { type Payload, PayloadsRepository } from './payloads.repository';
import { openContent, sealContent } from './seal';

/** The CompanyId behind a tenant, as far as it is known. */
export type CompanyOf = (tenantId: string) => string;

/** Who is the same, of a tenant. */
export interface TenantLink extends Link {
  readonly tenantId: string;
}

/** What is behind hashes that entries commit to. A hash that is in neither is damage: what it stands for is gone. */
export interface Opened {
  readonly contents: ReadonlyMap<string, Buffer>;
  /** Their keys are destroyed. */
  readonly erased: ReadonlySet<string>;
}

/** Seals what events say about people under the keys of these people, and opens it again. */
@Injectable()
export class Sealing {
  constructor(
    private readonly config: AuditConfig,
    private readonly keys: KeysRepository,
    private readonly payloads: PayloadsRepository,
  ) {}

  /**
   * Seals all contents of a batch, each once, in three statements at most. Call it under the lock of the tenants' trees.
   * @returns the hash of each, for these contents alone
   */
  async seal(
    tx: EntityManager,
    contents: readonly Content[],
    companyOf: CompanyOf,
  ): Promise<(content: Content) => Buffer> {
    const owners = new Map<string, KeyOwner>();
    const ownerOfContent = new Map<Content, string>();
    const named = new Map<string, string>();
    for (const content of contents) {
      const { tenantId, holder } = content;
      // A token costs an HMAC: a manager stands in many events.
      const name = JSON.stringify([tenantId, holder.by, holder.value]);
      let key = named.get(name);
      if (key === undefined) {
        const owner = { tenantId, token: tokenOf(this.config.tokenKey, tenantId, companyOf(tenantId), holder) };
        key = ownerOf(owner);
        named.set(name, key);
        owners.set(key, owner);
      }
      ownerOfContent.set(content, key);
    }
    const keys = await this.keys.keysOf(tx, [...owners.values()]);
    const hashes = new Map<Content, Buffer>();
    const sealed = new Map<string, Payload>();
    for (const content of contents) {
      const owner = ownerOfContent.get(content) ?? '';
      const key = keys.get(owner);
      if (!key) throw new Error('somebody has no key');
      const said = `${owner} ${content.bytes.toString('utf8')}`;
      const payload = sealed.get(said) ?? {
        ...sealContent(key, content.tenantId, content.bytes),
        tenantId: content.tenantId,
      };
      sealed.set(said, payload);
      hashes.set(content, payload.hash);
    }
    await this.payloads.keep(tx, [...sealed.values()]);
    return (content) => {
      const hash = hashes.get(content);
      if (!hash) throw new Error('this content was not sealed');
      return hash;
    };
  }

  /** Remembers who is the same, in one statement. */
  async link(tx: EntityManager, links: readonly TenantLink[], companyOf: CompanyOf): Promise<void> {
    const names = links.flatMap(({ tenantId, personId, names: all }) =>
      all.map((one) => ({
        tenantId,
        personId,
        token: tokenOf(this.config.tokenKey, tenantId, companyOf(tenantId), one),
      })),
    );
    await this.keys.link(tx, names);
  }

  /** What is behind these hashes, in two statements. @throws if something kept is not what its hash says: it was changed */
  async open(manager: EntityManager, tenantId: string, hashes: readonly string[]): Promise<Opened> {
    const payloads = await this.payloads.of(manager, tenantId, hashes);
    const keys = await this.keys.byId(manager, [...new Set([...payloads.values()].map(({ keyId }) => keyId))]);
    const contents = new Map<string, Buffer>();
    const erased = new Set<string>();
    for (const [hash, sealed] of payloads) {
      const key = keys.get(sealed.keyId);
      if (key) contents.set(hash, openContent(key, tenantId, sealed));
      else erased.add(hash);
    }
    return { contents, erased };
  }
}
