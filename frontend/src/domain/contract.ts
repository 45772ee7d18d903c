// Generated from the server's tables by `make generate`; do not edit.

export const SCHEMA = 1;
export const ROLES = ["owner", "representative", "relative", "coordinator", "substitute", "gp", "municipal-health", "hospital", "hospital-coordinator", "contact-doctor", "school", "nav", "child-welfare", "other"] as const;
export const AREAS = ["health", "education", "work", "home", "general"] as const;
export const LEVELS = ["none", "read", "comment", "edit"] as const;
export const GROUPS = ["about", "goals", "measures", "topics", "together", "frame", "own"] as const;
export const KINDS = {
  "about-me": {"group": "about", "repeated": false, "titled": false, "responsible": false, "own": false, "area": false},
  "resources": {"group": "about", "repeated": false, "titled": false, "responsible": false, "own": false, "area": false},
  "needs": {"group": "about", "repeated": false, "titled": false, "responsible": false, "own": false, "area": false},
  "goal": {"group": "goals", "repeated": true, "titled": true, "responsible": false, "own": false, "area": false},
  "measure": {"group": "measures", "repeated": true, "titled": true, "responsible": true, "own": false, "area": true},
  "health": {"group": "topics", "repeated": false, "titled": false, "responsible": false, "own": false, "area": false},
  "education": {"group": "topics", "repeated": false, "titled": false, "responsible": false, "own": false, "area": false},
  "work": {"group": "topics", "repeated": false, "titled": false, "responsible": false, "own": false, "area": false},
  "home": {"group": "topics", "repeated": false, "titled": false, "responsible": false, "own": false, "area": false},
  "family": {"group": "topics", "repeated": false, "titled": false, "responsible": false, "own": false, "area": false},
  "child-welfare": {"group": "topics", "repeated": false, "titled": false, "responsible": false, "own": false, "area": false},
  "contribution": {"group": "together", "repeated": true, "titled": false, "responsible": true, "own": true, "area": false},
  "crisis": {"group": "frame", "repeated": false, "titled": false, "responsible": false, "own": false, "area": false},
  "period": {"group": "frame", "repeated": false, "titled": false, "responsible": false, "own": false, "area": false},
  "own-notes": {"group": "own", "repeated": false, "titled": false, "responsible": false, "own": false, "area": false},
} as const;
export const FIELDS = {
  "goal": {"title": "text", "target": "date", "status": ["open", "reached", "dropped"]},
  "measure": {"title": "text", "extent": "text", "how": "text", "goal": "part", "status": ["planned", "started", "done", "stopped"], "start": "date", "due": "date", "decision": ["none", "applied", "granted", "refused", "not-needed"]},
  "period": {"start": "date", "next_revision": "date", "end": "date"},
} as const;
export const NOTICES = {
  "PLAN_CHANGED": "plan-changed",
  "COMMENTS_CHANGED": "comments-changed",
} as const;
export const COUNTS_WITHOUT_CASES = ["measures-late", "ending", "complaints", "complaint-answers", "complaint-outcomes", "coordinating"] as const;
export const CLOSINGS: Record<string, { code: number; retry: boolean }> = {
  "not-found": {"code": 4404, "retry": false},
  "session-expired": {"code": 4401, "retry": false},
  "consent-withdrawn": {"code": 4403, "retry": false},
  "malformed": {"code": 4400, "retry": false},
  "refused": {"code": 4422, "retry": false},
  "too-large": {"code": 4413, "retry": false},
  "quarantined": {"code": 4423, "retry": false},
  "schema-too-old": {"code": 4426, "retry": false},
  "restored": {"code": 4410, "retry": false},
  "slow-consumer": {"code": 4508, "retry": true},
  "overloaded": {"code": 4529, "retry": true},
  "going-down": {"code": 1012, "retry": true},
};
