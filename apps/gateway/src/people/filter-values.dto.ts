import { ApiProperty } from '@nestjs/swagger';
import type { Shape } from '../paging/shape';

/** The values that occur in the People table, each list in order. */
export class FilterValuesView {
  @ApiProperty({ type: [String] }) teams: readonly string[];
  @ApiProperty({ type: [String] }) locations: readonly string[];
  @ApiProperty({ type: [String] }) departments: readonly string[];
  @ApiProperty({ type: [String] }) managers: readonly string[];
}
export type FilterValuesJson = Shape<FilterValuesView>;
