import { nameIn } from './name-in';

describe('whom an event is about', () => {
  it.each([
    ['{"person":{"name":"Zoë Moss"},"version":2}', 'Zoë Moss'],
    ['{"employee":{"firstName":"Zoë","lastName":"Moss"}}', 'Zoë Moss'],
    ['{"employee":{"firstName":null,"lastName":"Moss"}}', 'Moss'],
    ['{"name":"Zoë Moss","code":"email-blank"}', 'Zoë Moss'],
    ['{"person":{"name":null}}', ''],
    ['{"number":1}', ''],
    ['null', ''],
    ['no JSON', ''],
  ])('%s: %s', (data, name) => {
    expect(nameIn(data)).toBe(name);
  });
});
