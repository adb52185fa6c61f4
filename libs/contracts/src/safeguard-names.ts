/** Why a plan waits for somebody's OK. */
export const safeguardNames = [
  'leavers',
  'absent-or-out-of-scope',
  'joiners',
  'field-goes-blank',
  'field-becomes-one-value',
  'email-changes',
  'hardly-anybody-known',
  'answer-changed-shape',
  'dates-unreadable',
  'first-onto-people',
  'first-after-other-company',
  'first-under-new-rules',
  'scope-value-gone',
] as const;
