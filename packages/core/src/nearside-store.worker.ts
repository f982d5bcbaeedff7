import { serve } from './serve.ts';
import { storeTask } from './store/store-task.ts';

serve(storeTask);
