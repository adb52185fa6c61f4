/** Something wrong with one person, or with the file's first line. */
export interface ImportError {
  /** Of the file, from 1; of a JSON list the person's place, from 1. */
  readonly line: number;
  /** Of the file, from 1, where it is known. */
  readonly column?: number;
  /** Empty if it is the whole line. */
  readonly field: string;
  /** A stable word. */
  readonly code: string;
}

/** Fields as an administrator knows them. */
const labels: Readonly<Record<string, string>> = {
  weThriveId: '‘WeThrive record ID’',
  orgEmployeeId: '‘Org employee ID’',
  email: '‘Email’',
  name: '‘Name’',
  team: '‘Team’',
  location: '‘Location’',
  department: '‘Department’',
  manager: '‘Manager’',
  unit: '‘Unit’',
  status: '‘Status’',
};

/** What is wrong, and what to do. {} is the column. */
const sentences: Readonly<Record<string, string>> = {
  'email-blank': 'the email address is missing. Enter one: everybody needs an address of their own',
  'email-invalid': 'the email address cannot be used. Correct it',
  'email-twice': 'the email address stands in an earlier line too. Give each person an address of their own',
  'email-taken': 'somebody who is in WeThrive already has this email address. Give one of them another address',
  'id-twice': 'the same {} stands in an earlier line too. Keep the line that is right',
  'id-taken':
    'somebody else in WeThrive already has this employee ID, with another name and address. Correct it, or leave it blank',
  'name-blank': 'the name is missing. Enter it',
  'too-long': 'the value of {} is too long. Shorten it',
  'unfit-text': 'the value has a line break, a tab or a character that cannot be shown. Enter it anew, on one line',
  'not-text': 'the value of {} is no text. Put it in quotes',
  'unknown-status': 'this cannot be read as active or inactive. Use Yes or No, or active or inactive',
  'file-empty': 'there is nothing in the file. Choose the list of people',
  'column-missing': 'there is no column {}. Name it in the first line',
  'column-twice': 'two columns are {}. Keep one of them',
  'too-many-columns': 'there are more than 200 columns. Remove those that are not needed',
  'too-many-values': 'the line has more values than the first line has columns. Correct it',
  'quote-inside': 'a quotation mark stands inside {}. Put the whole value in quotes, and write the mark twice',
  'quotes-broken': 'the quotation marks do not match from here on. Correct them',
  'line-too-long': 'the line is too long to be a person. Correct its quotation marks',
};

/** The codes that have a sentence. */
export const importErrorCodes: readonly string[] = Object.keys(sentences);

/** The sentence for an administrator, with the next step. @param word what a line is called: Line, or Person. */
export function importErrorSentence({ line, column, field, code }: ImportError, word: string): string {
  const sentence = sentences[code] ?? 'this cannot be used. Correct it';
  const place = column === undefined ? `${word} ${line}` : `${word} ${line}, column ${column}`;
  return `${place}: ${sentence.replace('{}', labels[field] ?? 'a value')}.`;
}

const marks: Readonly<Record<string, string>> = {
  weThriveId: 'with the same WeThrive record ID',
  orgEmployeeId: 'with the same employee ID',
  email: 'with the same email address',
};

/** What becomes of somebody who is there. @param by the field by which they are known. */
export const knownSentence = (line: number, by: string, active: boolean, word: string): string =>
  `${word} ${line}: already in WeThrive${active ? '' : ' as inactive'}, ${marks[by] ?? 'with the same marks'}. They stay as they are.`;
