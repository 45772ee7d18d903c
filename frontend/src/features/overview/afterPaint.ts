/** A tab in the background paints nothing. */
const LATEST_MS = 500;

/** Call `act` when what was just rendered is on the screen; returns the function that gives it up. */
export function afterPaint(act: () => void): () => void {
  let timer = setTimeout(act, LATEST_MS);
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    timer = setTimeout(act);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
