/** The event of the window that says that its edges are covered otherwise than before. */
export const EDGES = 'samplan-edges';
