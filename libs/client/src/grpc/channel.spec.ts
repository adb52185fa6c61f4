import { isOnThisMachine, usualCredentials } from './channel';

describe('a line to PeopleSync', () => {
  it.each(['localhost:50051', '127.0.0.1:50051', '127.8.0.1', '[::1]:50051', 'LOCALHOST'])(
    'is in the clear on this machine: %s',
    (address) => {
      expect([isOnThisMachine(address), usualCredentials(address)._isSecure()]).toEqual([true, false]);
    },
  );

  it.each([
    'peoplesync.example:443',
    'localhost.peoplesync.example:443',
    'not-localhost:50051',
    '127.0.0.1.peoplesync.example:443',
    '10.127.0.1:50051',
    'gateway:50051',
    'dns:///peoplesync.example',
    '',
  ])('is TLS everywhere else: %s', (address) => {
    expect([isOnThisMachine(address), usualCredentials(address)._isSecure()]).toEqual([false, true]);
  });
});
