// Generated from the server's tables by `make generate`; do not edit.

export const SCHEMA = 1 as const;
export const KINDS = [
  "about-me",
  "goal",
  "resources",
  "needs",
  "contribution",
  "measure",
  "health",
  "education",
  "work",
  "home",
  "family",
  "child-welfare",
  "crisis",
  "period",
  "own-notes"
] as const;
export const ROLES = [
  "owner",
  "representative",
  "relative",
  "coordinator",
  "gp",
  "municipal-health",
  "hospital",
  "school",
  "nav",
  "child-welfare",
  "other"
] as const;
export const AREAS = [
  "health",
  "education",
  "work",
  "home",
  "general"
] as const;
export const LEVELS = [
  "none",
  "read",
  "comment",
  "edit"
] as const;
export const FIELDS: Record<string, Record<string, string>> = {
  "period": {
    "start": "date",
    "next_revision": "date",
    "end": "date"
  },
  "goal": {
    "title": "text",
    "target": "date",
    "status": "open|reached|dropped"
  },
  "measure": {
    "title": "text",
    "extent": "text",
    "how": "text",
    "goal": "part",
    "status": "planned|started|done|stopped",
    "start": "date",
    "due": "date",
    "decision": "none|applied|granted|refused|not-needed"
  }
};
export const CLOSINGS: Record<string, { code: number; retry: boolean }> = {
  "not-found": {
    "code": 4404,
    "retry": false
  },
  "session-expired": {
    "code": 4401,
    "retry": false
  },
  "consent-withdrawn": {
    "code": 4403,
    "retry": false
  },
  "malformed": {
    "code": 4400,
    "retry": false
  },
  "refused": {
    "code": 4422,
    "retry": false
  },
  "too-large": {
    "code": 4413,
    "retry": false
  },
  "quarantined": {
    "code": 4423,
    "retry": false
  },
  "schema-too-old": {
    "code": 4426,
    "retry": false
  },
  "restored": {
    "code": 4410,
    "retry": false
  },
  "slow-consumer": {
    "code": 4508,
    "retry": true
  },
  "overloaded": {
    "code": 4529,
    "retry": true
  },
  "going-down": {
    "code": 1012,
    "retry": true
  }
};
export const LIMITS: Record<string, number> = {
  "frameBytes": 262144
};
