import { ridgeFamily } from './ridge.ts';

ridgeFamily('edge_ridge', 16);
