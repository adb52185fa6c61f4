export { consoleLink } from './console-link';
export { demoTenant, ensureDemoTenant } from './demo-tenant';
export { type InstallationSecrets, installationSecrets } from './installation-secrets';
