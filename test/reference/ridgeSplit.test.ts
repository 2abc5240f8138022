import { ridgeFamily } from './ridge.ts';

ridgeFamily('ridge_split', 110);
