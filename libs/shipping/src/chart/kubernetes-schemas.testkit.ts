import Ajv, { type ValidateFunction } from 'ajv';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Manifest } from './chart.testkit';

type Node = Record<string, unknown>;

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/**
 * What Kubernetes and the operators say of their own objects, made strict: a field that they do not know is a fault. Rules
 * that only an API server judges (CEL, admission) are not among them.
 */
export class KubernetesSchemas {
  private readonly ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false });
  private readonly places = new Map<string, string>();
  private readonly compiled = new Map<string, ValidateFunction>();

  /** @param folder with `core` and `crds`, as .ci/chart-tools makes it. */
  constructor(folder: string) {
    for (const name of readdirSync(join(folder, 'core'))) this.addCore(name, join(folder, 'core', name));
    for (const name of readdirSync(join(folder, 'crds'))) this.addCustom(join(folder, 'crds', name));
  }

  /** What is wrong with it, one line each. */
  faultsOf(manifest: Manifest): string[] {
    const kind = `${manifest.apiVersion}/${manifest.kind}`;
    const place = this.places.get(kind);
    if (place === undefined) return [`nobody knows ${kind}`];
    const validate = this.compiled.get(kind) ?? this.ajv.compile({ $ref: place });
    this.compiled.set(kind, validate);
    const where = `${manifest.kind} ${manifest.metadata.name}`;
    if (validate(manifest)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${where}${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
    );
  }

  private addCore(id: string, path: string): void {
    const document = JSON.parse(readFileSync(path, 'utf8')) as { components: { schemas: Record<string, Node> } };
    const { schemas } = document.components;
    this.ajv.addSchema({ $id: id, components: { schemas: strict(schemas) } });
    for (const [name, schema] of Object.entries(schemas)) {
      const kinds = (schema['x-kubernetes-group-version-kind'] ?? []) as Kind[];
      const [kindOf, ...more] = kinds;
      if (!kindOf || more.length > 0 || !('properties' in schema)) continue;
      const { group, version, kind } = kindOf;
      this.places.set(`${group === '' ? '' : `${group}/`}${version}/${kind}`, `${id}#/components/schemas/${name}`);
    }
  }

  private addCustom(path: string): void {
    const { spec } = parse(readFileSync(path, 'utf8')) as {
      spec: { group: string; names: { kind: string }; versions: { name: string; schema: { openAPIV3Schema: Node } }[] };
    };
    for (const { name, schema } of spec.versions) {
      const kind = `${spec.group}/${name}/${spec.names.kind}`;
      const made = strict(schema.openAPIV3Schema) as Node & { properties: Node };
      // Its shape is Kubernetes' own.
      made.properties['metadata'] = { type: 'object' };
      this.ajv.addSchema({ $id: kind, ...made });
      this.places.set(kind, kind);
    }
  }
}

/** Closed where the publisher lists what there is; `nullable` and `int-or-string` as JSON schema says them. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  const made: Node = {};
  for (const [key, value] of Object.entries(schema)) {
    // Here the keys are names of fields, not words of the schema.
    const isByName = key === 'properties' && typeof value === 'object' && value !== null;
    made[key] = isByName
      ? Object.fromEntries(Object.entries(value as Node).map(([name, inner]) => [name, strict(inner)]))
      : key === 'default' || key === 'enum' || key === 'example'
        ? value
        : strict(value);
  }
  const isOpen = made['x-kubernetes-preserve-unknown-fields'] === true || 'additionalProperties' in made;
  if ('properties' in made && !isOpen) made['additionalProperties'] = false;
  // Go's regular expressions have words that JavaScript's have not.
  if (typeof made['pattern'] === 'string' && made['pattern'].includes('(?i)')) delete made['pattern'];
  if (made['x-kubernetes-int-or-string'] === true) delete made['type'];
  if (made['nullable'] === true && typeof made['type'] === 'string') made['type'] = [made['type'], 'null'];
  return made;
}
