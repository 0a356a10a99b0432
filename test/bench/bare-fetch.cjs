/**
 * What any program on Node's `fetch` takes at least: the requests of a run again, one wave after the other, their answers
 * parsed as JSON and thrown away. Argument: a file with the waves, as JSON.
 */
const { readFileSync } = require('node:fs');

const { TOGGL_API_TOKEN, RUNN_API_TOKEN, TOGGL_BASE_URL, RUNN_BASE_URL } = process.env;
const services = {
  toggl: { url: TOGGL_BASE_URL, token: `Basic ${Buffer.from(`${TOGGL_API_TOKEN}:api_token`).toString('base64')}` },
  runn: { url: RUNN_BASE_URL, token: `Bearer ${RUNN_API_TOKEN}` },
};

async function send({ service, method, path, version, body }) {
  const { url, token } = services[service];
  const headers = { authorization: token, 'content-type': 'application/json', 'accept-version': version ?? '' };
  const response = await fetch(`${url}${path}`, { method, headers, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}.`);
  JSON.parse(await response.text());
}

async function sendAll(waves) {
  for (const wave of waves) await Promise.all(wave.map(send));
}

sendAll(JSON.parse(readFileSync(process.argv[2], 'utf8')));
