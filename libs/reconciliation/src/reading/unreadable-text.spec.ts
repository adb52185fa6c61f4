import { employee } from '../verdicts/rules.testkit';
import { readableFields, unreadableText } from './unreadable-text';

describe('a text that cannot be read', () => {
  it('is found in whichever field it stands, the first by name', () => {
    expect(unreadableText(employee('PW1'))).toBeNull();
    for (const field of readableFields) expect(unreadableText(employee('PW1', { [field]: 'Kiln \uFFFD' }))).toBe(field);
    expect(unreadableText(employee('PW1', { lastName: 'M\uFFFDller', jobRole: 'K\uFFFD' }))).toBe('jobRole');
  });

  it('is not looked for where more is said of it: address, status and days', () => {
    for (const field of ['email', 'status', 'startDate', 'leavingDate'])
      expect(unreadableText(employee('PW1', { [field]: '\uFFFD' }))).toBeNull();
  });
});
