import { Whole, Word, WordOrNull } from './fields';
import { about, type Json, optional, shape } from './shape';

export const ImportError = shape('ImportError', 'What is wrong with one line.', {
  line: about(Whole, 'Of the file, or the place in the list, from 1'),
  column: optional(about(Whole, 'Of the file, from 1, where it is known')),
  field: about(WordOrNull, 'Which one; null if it is the whole line'),
  label: about(WordOrNull, 'What an administrator calls the field; null if it is the whole line'),
  code: about(Word, 'A stable word; more may come'),
  message: about(Word, 'The sentence for an administrator, with the next step'),
  text: optional(about(Word, 'Of a preview of a file: what stands in the line, at most its first 200 characters')),
});
export type ImportError = Json<typeof ImportError>;
