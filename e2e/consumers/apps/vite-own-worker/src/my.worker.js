import { serve } from '@nearside/magika/worker';

serve();
