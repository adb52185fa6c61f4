import { ApiProperty } from '@nestjs/swagger';
import type { PersonJson } from './person.dto';
import type { Shape } from '../paging/shape';

/** The values that occur in the People table, each list in order. */
export class FilterValuesView {
  @ApiProperty({ type: [String] }) teams: readonly string[];
  @ApiProperty({ type: [String] }) locations: readonly string[];
  @ApiProperty({ type: [String] }) departments: readonly string[];
  @ApiProperty({ type: [String] }) managers: readonly string[];
}
export type FilterValuesJson = Shape<FilterValuesView>;

/** Gathers values page by page, so that a large table is never held whole. */
export class FilterValues {
  private readonly teams = new Set<string>();
  private readonly locations = new Set<string>();
  private readonly departments = new Set<string>();
  private readonly managers = new Set<string>();

  add(people: readonly PersonJson[]): void {
    for (const { team, location, department, manager } of people) {
      if (team) this.teams.add(team);
      if (location) this.locations.add(location);
      if (department) this.departments.add(department);
      if (manager) this.managers.add(manager);
    }
  }

  view(): FilterValuesJson {
    return {
      teams: sorted(this.teams),
      locations: sorted(this.locations),
      departments: sorted(this.departments),
      managers: sorted(this.managers),
    };
  }
}

const sorted = (values: ReadonlySet<string>): string[] => [...values].sort();
