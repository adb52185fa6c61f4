import { IsOptional, IsString, Length, Matches } from 'class-validator';
import { addressFor, type SchemaOwner } from '../database/provision-schemas';
import { besideOf, type ServiceName, serviceSchemas } from '../database/service-schemas';

/** The role of each service in one database: its name and its password. */
export class ServiceRolesConfig {
  /** Stands before the name of each schema to name its login role: `peoplesync_gateway`. */
  @Matches(/^[a-z_][a-z0-9_]{0,39}$/, { message: 'ROLE_PREFIX must be small letters, digits and _, at most 40' })
  ROLE_PREFIX: string = 'peoplesync_';

  /** The gateway's role gets this password; the others likewise. */
  @IsString()
  @Length(1, 200)
  GATEWAY_DATABASE_PASSWORD: string;

  /** Of the credentials service's role. */
  @IsString()
  @Length(1, 200)
  CREDENTIALS_DATABASE_PASSWORD: string;

  /** Of the PeopleHR fetcher's role. */
  @IsString()
  @Length(1, 200)
  FETCHER_DATABASE_PASSWORD: string;

  /** Of the reconciler's role. */
  @IsString()
  @Length(1, 200)
  RECONCILER_DATABASE_PASSWORD: string;

  /** Of the writer's role. */
  @IsString()
  @Length(1, 200)
  WRITER_DATABASE_PASSWORD: string;

  /** Of the audit service's role. */
  @IsString()
  @Length(1, 200)
  AUDIT_DATABASE_PASSWORD: string;

  /** Of the role of the event log in the database, which takes Kafka's place in `single`, and is needed there alone. */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  BUS_DATABASE_PASSWORD?: string;

  /** Each service's schema with its role, and that of the event log if it has one. */
  get owners(): (SchemaOwner & { readonly password: string })[] {
    const passwords = {
      gateway: this.GATEWAY_DATABASE_PASSWORD,
      credentials: this.CREDENTIALS_DATABASE_PASSWORD,
      fetcher: this.FETCHER_DATABASE_PASSWORD,
      reconciler: this.RECONCILER_DATABASE_PASSWORD,
      writer: this.WRITER_DATABASE_PASSWORD,
      audit: this.AUDIT_DATABASE_PASSWORD,
    };
    const services = Object.values(serviceSchemas).map((schema) => ({
      schema,
      beside: besideOf(schema),
      password: passwords[schema],
    }));
    const bus =
      this.BUS_DATABASE_PASSWORD === undefined ? [] : [{ schema: 'bus', password: this.BUS_DATABASE_PASSWORD }];
    return [...services, ...bus].map((one) => ({ ...one, role: this.ROLE_PREFIX + one.schema }));
  }

  /** The database as one of its roles; undefined for the event log where it has none. */
  addressOf(databaseUrl: string, name: ServiceName | 'bus'): string | undefined {
    const schema = name === 'bus' ? name : serviceSchemas[name];
    const owner = this.owners.find((one) => one.schema === schema);
    return owner && addressFor(databaseUrl, owner.role, owner.password);
  }
}
