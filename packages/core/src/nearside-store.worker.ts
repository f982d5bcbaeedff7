import { serve } from './connection/serve.ts';
import { storeTask } from './store/store-task.ts';

serve(storeTask);
