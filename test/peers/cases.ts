import type { RunSpecInput } from '../../src/engine/index.ts';

/** A model at one λ, whose every conversion is run by the tool that it is for. */
export interface PeerCase {
  readonly name: string;
  /** A file of test/fixtures/reference/data. */
  readonly data: string;
  readonly spec: RunSpecInput & { readonly target: string[] };
}

const DIABETES = { data: 'diabetes.csv', target: ['target'] };
const IRIS = {
  data: 'iris.csv',
  target: ['petal width (cm)'],
  features: ['sepal length (cm)', 'sepal width (cm)', 'petal length (cm)'],
};
const PETALS = {
  data: 'iris.csv',
  target: ['petal width (cm)', 'petal length (cm)'],
  features: ['sepal length (cm)', 'sepal width (cm)'],
};
const SPECIES = {
  data: 'iris.csv',
  target: ['species'],
  features: [...IRIS.features, 'petal width (cm)'],
};
const SPECTOR = { data: 'sm_spector.csv', target: ['GRADE'] };
/** Columns of 0 and 1, which take no scaling. */
const GRADES = { data: 'sm_spector.csv', target: ['GPA'], features: ['PSI', 'GRADE'] };
const CANCER = {
  data: 'breast_cancer.csv',
  target: ['diagnosis'],
  features: [
    'mean texture',
    'mean area',
    'mean smoothness',
    'mean concavity',
    'area error',
    'worst symmetry',
  ],
};
const QUAKES = { data: 'quakes.csv', target: ['stations'] };
const LINNERUD = {
  data: 'linnerud.csv',
  target: ['Weight', 'Waist', 'Pulse'],
  features: ['Chins', 'Situps', 'Jumps'],
};
/** Fitness of 20 men as one target: few rows tell n from n − 1. */
const WEIGHT = { ...LINNERUD, target: ['Weight'] };

type Data = Pick<PeerCase, 'data'> & PeerCase['spec'];

/** Where solvers stop early, the comparison would tell that and not the conversion. */
const ARRIVED = { tolerance: 1e-11, iterations: 20_000 };

function peerCase(name: string, { data, ...columns }: Data, spec: RunSpecInput): PeerCase {
  return { name, data, spec: { ...ARRIVED, ...columns, ...spec, target: columns.target } };
}

const PER_SAMPLE = { lambdaScale: 'perSample' } as const;
const NETWORK: RunSpecInput = {
  model: 'mlp',
  initializer: { id: 'xavierNormal' },
  hidden: [2],
  solver: 'lbfgs',
  tolerance: 1e-10,
};

/** Every kind of model, every penalty that it has, scaled and not, with and without an intercept. */
export const PEER_CASES: readonly PeerCase[] = [
  peerCase('ridge', DIABETES, { lambda: 44.2 }),
  peerCase('ridge, 20 rows', WEIGHT, { lambda: 6 }),
  peerCase('ridge, lambda per sample', DIABETES, { lambda: 0.05, ...PER_SAMPLE }),
  peerCase('ridge, unscaled', IRIS, { lambda: 30, standardize: 'none' }),
  peerCase(
    'ridge, one-hot',
    { ...IRIS, features: [...IRIS.features, 'species'] },
    { lambda: 15, standardize: 'numeric' },
  ),
  peerCase('ridge, no intercept', WEIGHT, { lambda: 6, intercept: false }),
  peerCase('ridge, unscaled, no intercept', IRIS, { lambda: 30, standardize: 'none', intercept: false }),
  peerCase('ridge, three targets', LINNERUD, { lambda: 8 }),
  peerCase('lasso', DIABETES, { lambda: 5, l1Ratio: 1, ...PER_SAMPLE }),
  peerCase('lasso, 20 rows', WEIGHT, { lambda: 3, l1Ratio: 1, ...PER_SAMPLE }),
  peerCase('elastic net', DIABETES, { lambda: 0.5, l1Ratio: 0.5, ...PER_SAMPLE }),
  peerCase('elastic net, 20 rows', WEIGHT, { lambda: 1, l1Ratio: 0.3, ...PER_SAMPLE }),
  peerCase('elastic net, unscaled', IRIS, { lambda: 0.1, l1Ratio: 0.5, standardize: 'none', ...PER_SAMPLE }),
  peerCase('elastic net, unscaled, 32 rows', GRADES, {
    lambda: 0.05,
    l1Ratio: 0.3,
    standardize: 'none',
    ...PER_SAMPLE,
  }),
  peerCase('elastic net, no intercept', WEIGHT, { lambda: 1, l1Ratio: 0.3, intercept: false, ...PER_SAMPLE }),
  peerCase('elastic net, three targets', LINNERUD, { lambda: 1, l1Ratio: 0.5, ...PER_SAMPLE }),
  peerCase('Huber', DIABETES, { model: 'huber', modelParameters: { delta: 60 }, lambda: 20 }),
  peerCase('Huber, elastic net', DIABETES, {
    model: 'huber',
    modelParameters: { delta: 60 },
    lambda: 0.5,
    l1Ratio: 0.5,
    ...PER_SAMPLE,
  }),
  peerCase('logistic', CANCER, { lambda: 10 }),
  peerCase('logistic, 32 rows', SPECTOR, { lambda: 2 }),
  peerCase(
    'logistic, unscaled',
    { ...SPECTOR, features: ['GPA', 'PSI'] },
    { lambda: 0.5, standardize: 'none' },
  ),
  peerCase('logistic, no intercept', CANCER, { lambda: 10, intercept: false }),
  peerCase('logistic, L1', CANCER, { lambda: 0.03, l1Ratio: 1, ...PER_SAMPLE }),
  peerCase('logistic, elastic net', SPECTOR, { lambda: 0.1, l1Ratio: 0.5, ...PER_SAMPLE }),
  peerCase('softmax', SPECIES, { lambda: 5 }),
  peerCase('softmax, unscaled', SPECIES, { lambda: 5, standardize: 'none' }),
  peerCase('softmax, L1', SPECIES, { lambda: 0.02, l1Ratio: 1, ...PER_SAMPLE }),
  peerCase('softmax, elastic net', SPECIES, { lambda: 0.05, l1Ratio: 0.5, ...PER_SAMPLE }),
  peerCase('softmax, two classes', CANCER, { model: 'softmax', lambda: 10 }),
  peerCase('softmax, two classes, elastic net', SPECTOR, {
    model: 'softmax',
    lambda: 0.1,
    l1Ratio: 0.5,
    ...PER_SAMPLE,
  }),
  peerCase('squared hinge', CANCER, { model: 'squaredHinge', lambda: 10 }),
  peerCase('squared hinge, no intercept', CANCER, { model: 'squaredHinge', lambda: 100, intercept: false }),
  peerCase('squared hinge, L1', CANCER, { model: 'squaredHinge', lambda: 0.05, l1Ratio: 1, ...PER_SAMPLE }),
  peerCase('squared hinge, elastic net', CANCER, {
    model: 'squaredHinge',
    lambda: 0.05,
    l1Ratio: 0.5,
    ...PER_SAMPLE,
  }),
  peerCase('Poisson', QUAKES, { model: 'poisson', lambda: 300 }),
  peerCase('Poisson, elastic net', QUAKES, { model: 'poisson', lambda: 0.5, l1Ratio: 0.5, ...PER_SAMPLE }),
  peerCase('network of numbers', IRIS, { ...NETWORK, lambda: 1 }),
  peerCase('network of numbers, elastic net', IRIS, {
    ...NETWORK,
    lambda: 0.002,
    l1Ratio: 0.5,
    ...PER_SAMPLE,
  }),
  peerCase('network of two targets', PETALS, { ...NETWORK, lambda: 1 }),
  peerCase('network of two classes', SPECTOR, { ...NETWORK, lambda: 1, task: 'classification' }),
  peerCase('network of three classes', SPECIES, { ...NETWORK, lambda: 1, task: 'classification' }),
];
