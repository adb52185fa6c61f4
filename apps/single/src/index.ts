export { startSingle } from './single';
