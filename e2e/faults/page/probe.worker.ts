import { serve } from '@nearside/core/worker';
import { probeTask } from './probe-task.ts';

serve(probeTask());
