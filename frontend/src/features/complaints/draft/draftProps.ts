import type { ComplaintAnswer, Guidance } from '../../../domain/openapi';
import type { Acting } from '../useComplaint';

export interface DraftProps {
  complaint: ComplaintAnswer;
  guidance: Guidance;
  acting: Acting;
}
