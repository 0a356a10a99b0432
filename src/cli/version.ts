/** The version of the package; a test keeps it equal to `package.json`, so that nothing is read at start. */
export const version = '0.1.0';
