type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const textIn = (value: unknown, name: string): string => {
  const text: unknown = isFields(value) ? value[name] : undefined;
  return typeof text === 'string' ? text : '';
};

/** Whom an event is about, by the name that it says; empty if it says none, or they were erased. @param data JSON */
export function nameIn(data: string): string {
  let read: unknown;
  try {
    read = JSON.parse(data);
  } catch {
    return '';
  }
  if (!isFields(read)) return '';
  const { person, employee } = read;
  const full = [textIn(employee, 'firstName'), textIn(employee, 'lastName')].filter((one) => one !== '').join(' ');
  return textIn(person, 'name') || full || textIn(read, 'name');
}
