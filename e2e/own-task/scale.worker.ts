import { serve } from '@nearside/core/worker';
import { scaleTask } from './scale-task.ts';

serve(scaleTask);
