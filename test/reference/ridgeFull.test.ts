import { ridgeFamily } from './ridge.ts';

ridgeFamily('ridge_full', 132);
