/** The engine's public face. */
export { readTable } from './csv/reader.ts';
export type { ByteSource, Column, CsvOptions, Table } from './csv/types.ts';
export { type PreparedData, prepareData } from './data/prepare.ts';
export { readData } from './data/readData.ts';
export type { DescentStep } from './descent.ts';
export { isExpected, RidgelineError } from './errors.ts';
export { initializers } from './initializers/index.ts';
export { importanceOf, intervalsOf } from './inspect/examine.ts';
export type { Model } from './model/model.ts';
export { type ModelFile, parseModelFile } from './model/modelFile.ts';
export { TrainedModel } from './model/trainedModel.ts';
export { models } from './models/index.ts';
export { MOST_RACERS, type RaceEvent, type RaceLanes, race } from './race.ts';
export { type CoefficientPath, coefficientPath } from './selection/path.ts';
export { solvers } from './solvers/index.ts';
export { schedules } from './solvers/schedules/index.ts';
export { defaultSpec, parseSpec, type RunSpec, type RunSpecInput } from './spec.ts';
export { type TrainEvent, type TrainOptions, train } from './train.ts';
