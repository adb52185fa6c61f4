export { licencesOf, licencesPage, refused } from './licences/licences';
export { readJson } from './tree/json-file';
export type { Lock } from './tree/manifest';
export { makeRuntimeTree, PROGRAMS } from './tree/runtime-tree';
export { partsOf, SBOM, writeSbom } from './tree/sbom';
