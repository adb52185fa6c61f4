/** Jest reads `testTimeout` from the root only: each tier's own limit is set here, before its tests are declared. */
jest.setTimeout(globalThis.TEST_LIMIT_MS);
