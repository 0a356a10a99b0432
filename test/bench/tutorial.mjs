/**
 * The method of Runn's own tutorial, as the baseline: three reads, one POST for each person and project, all at once, one
 * day. Said again for Runn's API v1; the role, which v0 had on the person, is given to it without a request.
 */

/** @returns how many of its requests were answered with what it needs, and how many were not */
export async function syncDayLikeTheTutorial(environment, roles, day) {
  const count = { sent: 0, failed: 0 };
  const ask = async (url, init) => {
    count.sent += 1;
    const response = await fetch(url, init);
    const body = await response.json().catch(() => undefined);
    if (!response.ok) count.failed += 1;
    return response.ok ? body : undefined;
  };
  const { TOGGL_API_TOKEN, RUNN_API_TOKEN, TOGGL_BASE_URL, RUNN_BASE_URL, TOGGL_WORKSPACE_ID } = environment;
  const json = { 'content-type': 'application/json' };
  const runn = { ...json, authorization: `Bearer ${RUNN_API_TOKEN}`, 'accept-version': '1.0.0' };
  const basic = Buffer.from(`${TOGGL_API_TOKEN}:api_token`).toString('base64');
  const report = `${TOGGL_BASE_URL}/reports/api/v3/workspace/${TOGGL_WORKSPACE_ID}/weekly/time_entries`;
  const [rows, people, projects] = await Promise.all([
    ask(report, {
      method: 'POST',
      headers: { ...json, authorization: `Basic ${basic}` },
      body: JSON.stringify({ start_date: day, end_date: day }),
    }),
    ask(`${RUNN_BASE_URL}/people/`, { headers: runn }),
    ask(`${RUNN_BASE_URL}/projects/`, { headers: runn }),
  ]);
  const byCustom1 = (list) =>
    new Map(
      (list?.values ?? []).flatMap(({ id, references }) =>
        references.filter(({ referenceName }) => referenceName === 'Custom1').map(({ externalId }) => [externalId, id]),
      ),
    );
  const personOf = byCustom1(people);
  const projectOf = byCustom1(projects);
  await Promise.all(
    (rows ?? []).map(async ({ user_id, project_id, seconds }) => {
      const personId = personOf.get(String(user_id));
      const projectId = projectOf.get(String(project_id));
      const minutes = Math.round((seconds[0] ?? 0) / 60);
      if (personId === undefined || projectId === undefined || minutes === 0) return;
      const roleId = roles.get(personId);
      const actual = { date: day, personId, projectId, roleId, billableMinutes: minutes, nonbillableMinutes: 0 };
      await ask(`${RUNN_BASE_URL}/actuals/`, { method: 'POST', headers: runn, body: JSON.stringify(actual) });
    }),
  );
  return count;
}
