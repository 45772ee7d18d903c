import { type RefObject, useEffect, useRef } from 'react';

/** As the `ref` around fields: once something was refused, the first that says why has the focus. `refusal`: falsy, none. */
export function useRefusedField<Around extends HTMLElement>(refusal: unknown): RefObject<Around | null> {
  const around = useRef<Around>(null);
  useEffect(() => {
    if (refusal) around.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [refusal]);
  return around;
}
