import { Button } from '@digdir/designsystemet-react';
import { type ReactNode, useId, useState } from 'react';

/** Something long behind a button; it is not there, and asks the server nothing, before it is unfolded. What was written
 *  in it is there again after it was folded. */
export function Unfolding({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  const [unfolded, unfold] = useState(false);
  const [opened, setOpened] = useState(false);
  if (unfolded && !opened) setOpened(true);
  return (
    <>
      <div>
        <Button
          aria-controls={id}
          aria-expanded={unfolded}
          onClick={() => unfold(!unfolded)}
          variant="secondary"
        >
          {title}
        </Button>
      </div>
      <div hidden={!unfolded} id={id}>
        {opened && children}
      </div>
    </>
  );
}
