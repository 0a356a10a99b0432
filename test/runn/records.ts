/** Records as Runn answers them, with every property of its document. */
const stamps = { createdAt: '2025-01-01T00:00:00Z', updatedAt: '2025-01-01T00:00:00Z' };

export const aPersonRecord = (fields: object = {}) => ({
  id: 456,
  firstName: 'Eric',
  lastName: 'Clapton',
  email: 'eric@example.com',
  isArchived: false,
  teamId: 1,
  references: [{ referenceName: 'Custom1', externalId: '6910539' }],
  tags: [{ id: 1, name: 'React' }],
  holidaysGroupId: null,
  managers: [{ id: 9 }],
  ...stamps,
  ...fields,
});

export const aProjectRecord = (fields: object = {}) => ({
  id: 789,
  name: 'Hidden Moon Base',
  isTemplate: false,
  isArchived: false,
  isConfirmed: true,
  pricingModel: 'tm',
  rateType: 'hours',
  teamId: null,
  budget: null,
  expensesBudget: null,
  references: [],
  clientId: 5,
  rateCardId: 1,
  customFields: { select: [], text: [], checkbox: [], date: [] },
  managerIds: [],
  tags: [],
  ...stamps,
  ...fields,
});

export const aContractRecord = (fields: object = {}) => ({
  id: 1,
  personId: 456,
  roleId: 10,
  startDate: '2025-01-01',
  endDate: null,
  employmentType: 'employee',
  costPerHour: 50,
  minutesPerDay: 480,
  jobTitle: null,
  rosteredDays: { monday: 480 },
  ...stamps,
  ...fields,
});

export const aMemberRecord = (fields: object = {}) => ({
  id: 1,
  personId: 456,
  projectId: 789,
  roleId: 10,
  isPlaceholder: false,
  workstreamId: null,
  ...stamps,
  ...fields,
});

export const aRoleRecord = (fields: object = {}) => ({
  id: 10,
  name: 'Developer',
  isArchived: false,
  defaultHourCost: 50,
  standardRate: 100,
  references: [],
  personIds: [456],
  ...stamps,
  ...fields,
});

export const anActualRecord = (fields: object = {}) => ({
  id: 123,
  date: '2026-03-02',
  billableMinutes: 150,
  nonbillableMinutes: 30,
  billableNote: null,
  nonbillableNote: null,
  phaseId: null,
  personId: 456,
  projectId: 789,
  roleId: 10,
  workstreamId: null,
  ...stamps,
  ...fields,
});
