/** A script that runs one tool, and the names under which conversions speak of the tool. */
export interface Tool {
  readonly name: string;
  readonly script: string;
  readonly handles: (tool: string) => boolean;
  readonly language: 'python' | 'r';
  /** What it must be able to load. */
  readonly needs: string;
  /** Whether it standardizes by itself where all inputs are standardized. */
  readonly itself: boolean;
}

const named = (name: string) => (tool: string) => tool === name;

export const TOOLS: readonly Tool[] = [
  {
    name: 'scikit-learn',
    script: 'scikit.py',
    handles: (tool) => tool.startsWith('scikit-learn '),
    language: 'python',
    needs: 'sklearn',
    itself: false,
  },
  {
    name: 'glmnet',
    script: 'glmnet.R',
    handles: named('glmnet'),
    language: 'r',
    needs: 'glmnet',
    itself: true,
  },
  {
    name: 'MASS',
    script: 'lm_ridge.R',
    handles: named('MASS lm.ridge'),
    language: 'r',
    needs: 'MASS',
    itself: true,
  },
  {
    name: 'Spark ML',
    script: 'spark.py',
    handles: named('Spark ML'),
    language: 'python',
    needs: 'pyspark',
    itself: true,
  },
  {
    name: 'Keras',
    script: 'keras_penalty.py',
    handles: named('Keras'),
    language: 'python',
    needs: 'keras, torch',
    itself: false,
  },
  {
    name: 'PyTorch',
    script: 'pytorch.py',
    handles: named('PyTorch'),
    language: 'python',
    needs: 'torch',
    itself: false,
  },
];

/** The tool that a conversion is for. */
export function toolFor(conversion: string): Tool {
  const tool = TOOLS.find(({ handles }) => handles(conversion));
  if (!tool) throw new Error(`No script in test/peers/tools runs ${conversion}.`);
  return tool;
}
