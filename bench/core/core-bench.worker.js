import { serve } from '@nearside/core/worker';
import { benchTask } from '../pages/core-task.js';

serve(benchTask);
