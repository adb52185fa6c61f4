import { type ChannelCredentials, credentials } from '@grpc/grpc-js';

const ON_THIS_MACHINE = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/** Whether an address, `host:port`, is of this machine: nothing of such a line is on any network. */
export const isOnThisMachine = (address: string): boolean => ON_THIS_MACHINE.test(address);

/** TLS, but on this machine: tokens and people go over no network in the clear unless somebody says so. */
export const usualCredentials = (address: string): ChannelCredentials =>
  isOnThisMachine(address) ? credentials.createInsecure() : credentials.createSsl();
