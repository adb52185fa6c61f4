import { IsInt, Matches, Max, Min } from 'class-validator';

/** What asking services for their health needs to know. */
export class CheckConfig {
  /** `host:port` of each service's health, comma-separated; every address of a name is asked. */
  @Matches(/^[^\s,/]+:\d+(,[^\s,/]+:\d+)*$/, { message: 'CHECK_SERVICES must be host:port, comma-separated' })
  CHECK_SERVICES: string;

  /** How long one of them may take to answer, in milliseconds. */
  @IsInt()
  @Min(1)
  @Max(600_000)
  CHECK_PATIENCE_MS: number = 10_000;

  get services(): string[] {
    return this.CHECK_SERVICES.split(',');
  }
}
