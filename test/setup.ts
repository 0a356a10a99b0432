/** Runs before every test file: colour and terminals must not decide what a test sees. */
process.env['NO_COLOR'] = '1';
process.env['FORCE_COLOR'] = '0';
delete process.env['TOGGL_API_TOKEN'];
delete process.env['RUNN_API_TOKEN'];
delete process.env['TOGGL_RUNN_STATE_DIR'];
